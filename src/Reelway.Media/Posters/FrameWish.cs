namespace Reelway.Media;

/// <summary>A single frame to take out of a file.</summary>
internal sealed record FrameWish
{
    /// <summary>The file.</summary>
    public required MediaInfo Info { get; init; }

    /// <summary>The first frame from here on is taken, counted from the beginning of the file.</summary>
    public required TimeSpan From { get; init; }

    /// <summary>How far to look on for one. What a look costs is bounded by this.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>
    /// True: only key frames, so that one frame is decoded and the rest passed by. False: whatever frame is shown then, for which all are
    /// decoded from the key frame before.
    /// </summary>
    public required bool KeyFramesOnly { get; init; }

    /// <summary>Filters that make the picture wanted.</summary>
    public required string Filters { get; init; }

    /// <summary>How the picture is written.</summary>
    public required IReadOnlyList<string> Encoding { get; init; }

    /// <summary>The file to write.</summary>
    public required string Output { get; init; }
}
