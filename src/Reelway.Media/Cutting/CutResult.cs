namespace Reelway.Media;

/// <summary>What a cut has made, and how.</summary>
public sealed record CutResult
{
    /// <summary>Full path of the finished file.</summary>
    public required string Output { get; init; }

    /// <summary>How it was made: <c>full</c>, every frame encoded.</summary>
    public required string Mode { get; init; }

    /// <summary>Why it was made this way, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Length of the picture.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Number of frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Length of the fade really made at each end: shorter than asked when the clip is shorter than two of them.</summary>
    public required double FadeSeconds { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>From the request to the finished file, waiting for an encoder slot included.</summary>
    public required TimeSpan Elapsed { get; init; }
}
