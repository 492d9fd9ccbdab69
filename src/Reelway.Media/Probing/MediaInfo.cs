namespace Reelway.Media;

/// <summary>What a video file is, without its content.</summary>
public sealed record MediaInfo
{
    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>ffprobe's name of the container: <c>mov,mp4,m4a,3gp,3g2,mj2</c>, <c>matroska,webm</c>, <c>mpegts</c>.</summary>
    public required string Container { get; init; }

    /// <summary>From the first to the end of the last presented moment.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Timestamp of the first presented moment; people count from it, ffprobe's timestamps do not.</summary>
    public required TimeSpan StartTime { get; init; }

    /// <summary>Moving pictures; at least one. Cover art is left out.</summary>
    public required IReadOnlyList<VideoTrack> Video { get; init; }

    /// <summary>Sound tracks that can be decoded.</summary>
    public required IReadOnlyList<AudioTrack> Audio { get; init; }

    /// <summary>Programmes that share the file, each with the numbers of its streams; empty where it has only one.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Programs { get; init; } = [];

    /// <summary>Which of them are taken; null: nothing has been chosen yet, and all are listed in the file's order.</summary>
    public TrackChoice? Choice { get; init; }

    /// <summary>True when the file shows several parts of a track one after the other (an edit list), or waits between them.</summary>
    public bool HasSeveralParts { get; init; }

    /// <summary>True when the container has an index, so that a look into its middle costs no more than one at its beginning.</summary>
    public bool IsIndexed => Container.Contains("mp4", StringComparison.Ordinal) || Container.Contains("matroska", StringComparison.Ordinal);

    /// <summary>The file's name for sentences.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
