namespace Reelway.Media;

/// <summary>One moving picture of a file.</summary>
public sealed record VideoTrack
{
    /// <summary>Its number among all streams of the file.</summary>
    public required int Index { get; init; }

    /// <summary>Its place among the pictures of the file, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>True when the file marks it as the one to show.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True when it is a single picture, or a row of thumbnails.</summary>
    public bool IsStill { get; init; }

    /// <summary><c>h264</c>, <c>hevc</c>, …</summary>
    public required string Codec { get; init; }

    /// <summary><c>High</c>, <c>Main 10</c>, …; null when unknown.</summary>
    public string? Profile { get; init; }

    /// <summary>Width in pixels, before <see cref="Rotation"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, before <see cref="Rotation"/>.</summary>
    public required int Height { get; init; }

    /// <summary>Width of a pixel to its height; 0/0 when unknown, which players take for 1/1.</summary>
    public Rational PixelAspect { get; init; }

    /// <summary>Average frames per second; 0/0 when unknown.</summary>
    public required Rational FrameRate { get; init; }

    /// <summary>Frames per second that the times of all frames fit, where the rate varies; 0/0 when unknown, and far too high where they fit none.</summary>
    public Rational NominalRate { get; init; }

    /// <summary>Seconds per tick of its timestamps.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary><c>yuv420p</c>, <c>yuv422p10le</c>, …; null when unknown.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>How far a player turns the picture before it shows it, in degrees counter-clockwise: -180 to 180.</summary>
    public required int Rotation { get; init; }

    /// <summary><c>progressive</c>, or the order of the fields: <c>tt</c>, <c>bb</c>, <c>tb</c>, <c>bt</c>; null when unknown.</summary>
    public string? FieldOrder { get; init; }

    /// <summary>Range, matrix, transfer and primaries of its colours; null where unknown.</summary>
    public ColourTags Colours { get; init; } = new();

    /// <summary>How many frames decoding order runs ahead of presentation (<c>has_b_frames</c>).</summary>
    public required int ReorderDepth { get; init; }

    /// <summary>Timestamp of its first frame; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>Its own length; null when the container does not tell.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Number of frames, where the container tells.</summary>
    public long? Frames { get; init; }

    /// <summary>True when its light is coded for HDR (PQ or HLG), which other players show pale.</summary>
    public bool IsHdr => Colours.Transfer is "smpte2084" or "arib-std-b67";

    /// <summary>What it is, in a few words.</summary>
    internal string Words => $"{Codec}, {Width}x{Height}{(IsDefault ? ", default" : "")}";

    /// <summary>True when each picture is woven from two fields.</summary>
    public bool IsInterlaced => FieldOrder is "tt" or "bb" or "tb" or "bt";
}
