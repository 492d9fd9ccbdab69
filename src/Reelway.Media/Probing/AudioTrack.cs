namespace Reelway.Media;

/// <summary>One sound track of a file.</summary>
public sealed record AudioTrack
{
    /// <summary>Its number among all streams of the file.</summary>
    public required int Index { get; init; }

    /// <summary>Its place among the sounds of the file, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>True when the file marks it as the one to play.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True when the file marks it as a comment, or as made for people who do not see or hear well.</summary>
    public bool IsAside { get; init; }

    /// <summary><c>aac</c>, <c>pcm_s16le</c>, …</summary>
    public required string Codec { get; init; }

    /// <summary><c>LC</c>, <c>HE-AAC</c>, …; null when unknown.</summary>
    public string? Profile { get; init; }

    /// <summary>Samples per second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Number of channels.</summary>
    public required int Channels { get; init; }

    /// <summary>True when it has more than the two channels of a clip.</summary>
    public bool IsSurround => Channels > 2;

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

    /// <summary>What it is, in a few words.</summary>
    internal string Words => $"{Codec}, {Channels switch { 1 => "mono", 2 => "stereo", _ => $"{Channels} channels" }}{(Language is null ? "" : ", " + Language)}{(IsDefault ? ", default" : "")}";
}
