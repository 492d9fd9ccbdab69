namespace Reelway.Media;

/// <summary>What a cut has made, and how.</summary>
public sealed record CutResult
{
    /// <summary>Full path of the finished file.</summary>
    public required string Output { get; init; }

    /// <summary>How the picture was made: <c>smart</c>, its ends encoded and the rest copied, or <c>full</c>, every frame encoded.</summary>
    public required string Mode { get; init; }

    /// <summary>Why it was made this way, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Which picture and sounds of the recording it is made of.</summary>
    public required TrackChoice Choice { get; init; }

    /// <summary>What happened to the recording besides, each as a sentence.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Length of the picture, intro and outro included.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Length of the clip shown before the talk; 0 without one.</summary>
    public required double IntroSeconds { get; init; }

    /// <summary>Length of the clip shown after the talk; 0 without one.</summary>
    public required double OutroSeconds { get; init; }

    /// <summary>Number of frames, intro and outro included.</summary>
    public required long Frames { get; init; }

    /// <summary>Frames encoded at the beginning; all of them where nothing was copied.</summary>
    public required long HeadFrames { get; init; }

    /// <summary>Frames copied bit for bit.</summary>
    public long MiddleFrames => Frames - HeadFrames - TailFrames - BumperFrames;

    /// <summary>Frames encoded at the end.</summary>
    public required long TailFrames { get; init; }

    /// <summary>Frames of intro and outro.</summary>
    public required long BumperFrames { get; init; }

    /// <summary>How the sound was made: <c>splice</c>, its ends encoded and the rest copied, <c>encode</c>, all of it encoded, or <c>none</c>.</summary>
    public required string Audio { get; init; }

    /// <summary>Number of captions in the clip; null when none were asked for, 0 when none of them lies in the range.</summary>
    public int? Captions { get; init; }

    /// <summary>True when a copy was made first and thrown away, because it did not pass its proof; <see cref="Reason"/> says what was wrong.</summary>
    public required bool Discarded { get; init; }

    /// <summary>What was found in the finished file.</summary>
    public required ProofReport Proof { get; init; }

    /// <summary>Length of the fade really made at each end: shorter than asked when the clip is shorter than two of them.</summary>
    public required double FadeSeconds { get; init; }

    /// <summary>How loud the clip is; null when that was not asked for.</summary>
    public ClipLoudness? Loudness { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>From the request to the finished file, waiting for an encoder slot included.</summary>
    public required TimeSpan Elapsed { get; init; }

    internal static CutResult Of(CutPlan plan, CutMade made, string output, long bytes, string sha256, TimeSpan elapsed) => new()
    {
        Output = output,
        Mode = plan.Mode,
        Reason = made.Reason,
        Choice = plan.Choice,
        Notes = plan.Notes,
        DurationSeconds = (double)plan.ClipSeconds,
        IntroSeconds = (double)plan.IntroSeconds,
        OutroSeconds = (double)(plan.Outro?.Seconds ?? 0),
        Frames = made.Proof.Frames,
        HeadFrames = plan.Smart?.HeadFrames ?? (made.Proof.Frames - plan.BumperFrames),
        TailFrames = plan.Smart?.TailFrames ?? 0,
        BumperFrames = plan.BumperFrames,
        Audio = made.Audio,
        Discarded = made.Discarded,
        Proof = made.Proof,
        FadeSeconds = (double)plan.FadeSeconds,
        Bytes = bytes,
        Sha256 = sha256,
        Elapsed = elapsed,
    };
}
