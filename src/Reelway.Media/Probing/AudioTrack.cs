namespace Reelway.Media;

/// <summary>One sound track of a file.</summary>
public sealed record AudioTrack
{
    /// <summary>Its number among all streams of the file.</summary>
    public required int Index { get; init; }

    /// <summary><c>aac</c>, <c>pcm_s16le</c>, …</summary>
    public required string Codec { get; init; }

    /// <summary><c>LC</c>, <c>HE-AAC</c>, …; null when unknown.</summary>
    public string? Profile { get; init; }

    /// <summary>Samples per second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Number of channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Seconds per tick of its timestamps.</summary>
    public Rational TimeBase { get; init; }

    /// <summary>Timestamp of its first sample; null when unknown.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>Its own length; null when the container does not tell.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Bits per second; null when unknown.</summary>
    public long? BitRate { get; init; }

    /// <summary>Language as the file states it (<c>eng</c>); null when it does not.</summary>
    public string? Language { get; init; }
}
