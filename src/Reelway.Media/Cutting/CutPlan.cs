using System.Globalization;

namespace Reelway.Media;

/// <summary>
/// What exactly is kept and how the clip is made of it: whole frames of the source, in ticks of its own time base, so that nothing is rounded on
/// the way.
/// </summary>
public sealed record CutPlan
{
    /// <summary>The recording.</summary>
    public required MediaInfo Source { get; init; }

    /// <summary>Which of its pictures and sounds are taken.</summary>
    public TrackChoice Choice => Source.Choice ?? new TrackChoice(Video.Number, Source.Audio.Count > 0 ? Source.Audio[0].Number : null);

    /// <summary>The picture that is cut.</summary>
    public required VideoTrack Video { get; init; }

    /// <summary>
    /// Timestamp of the first moment kept, at which sound starts too: that of a frame, or, where an earlier one stands for long, any moment while it does.
    /// </summary>
    public required long FirstPts { get; init; }

    /// <summary>Timestamp of the recording's frame that is on screen at the first moment; null: the first moment is its own.</summary>
    internal long? OpensPts { get; init; }

    /// <summary>Frames that are shown again, since they stand for long.</summary>
    internal RepeatedFrames Repeated { get; init; } = RepeatedFrames.None;

    /// <summary>Ticks from frame to frame at the usual rate.</summary>
    internal decimal StepTicks => RepeatedFrames.Step(Video);

    /// <summary>Length asked for; a clip of whole frames may differ by a frame at each end. 0: not known.</summary>
    internal decimal AskedSeconds { get; init; }

    /// <summary>Timestamp of the last frame.</summary>
    public required long LastPts { get; init; }

    /// <summary>Timestamp of the end of the last frame kept. Sound ends at the same moment.</summary>
    public required long EndPts { get; init; }

    /// <summary>Length of the fade at each end; at most half the clip.</summary>
    public required decimal FadeSeconds { get; init; }

    /// <summary>Timestamp of the recording's first frame and ticks from frame to frame, where its frames have to be counted; null where it says when each is shown.</summary>
    internal (long First, long Step)? Counted { get; init; }

    /// <summary>How the picture is made: <c>smart</c>, its ends encoded and the rest copied, or <c>full</c>, every frame encoded.</summary>
    public string Mode => Smart is null ? "full" : "smart";

    /// <summary>Why it is made this way, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Where the copied part begins and ends; null: every frame is encoded.</summary>
    internal SmartPlan? Smart { get; init; }

    /// <summary>The captions of the clip; null: none.</summary>
    internal CaptionTrack? Captions { get; init; }

    /// <summary>How the sound is made; null for a full render, which encodes it.</summary>
    internal SoundPlan? Sound { get; init; }

    /// <summary>How the sound is made: <c>splice</c>, its ends encoded and the rest copied, <c>encode</c>, all of it encoded, or <c>none</c>.</summary>
    public string Audio => Source.Audio.Count == 0 ? "none" : Sound is { Tracks.Count: > 0 } ? "splice" : "encode";

    /// <summary>Why the sound is made this way, in words.</summary>
    public string AudioReason => Sound?.Reason ?? "the picture is encoded too";

    /// <summary>True when sound must not be encoded as a whole.</summary>
    internal bool MustSplice { get; init; }

    /// <summary>Why no clip is made like this, in a sentence; null when nothing keeps it from being made.</summary>
    public string? Refusal => MustSplice && Audio == "encode"
        ? $"The sound of {Source.Name} cannot be spliced, as media.audio or --audio demands: {(Sound is null ? Reason : Sound.Reason)}; ask for auto to have it encoded."
        : null;

    /// <summary>What happens to the recording besides, each as a sentence.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. new[] { ToneMap.Words(Video, IsToneMapped) }.OfType<string>(),
        .. Source.Audio.Where(track => track.IsSurround).Select(track => Downmix.Words(track, Downmixed?.GetValueOrDefault(track.Number))),
    ];

    /// <summary>True when an HDR picture is made one for all players.</summary>
    internal bool IsToneMapped { get; init; }

    /// <summary>The colours that a clip has of which every frame is encoded.</summary>
    internal ColourTags EncodedColours => IsToneMapped ? ToneMap.Result : Video.Colours;

    /// <summary>Gain in dB of the sums of surround sound, by the track's number; null: not measured yet.</summary>
    internal IReadOnlyDictionary<int, double>? Downmixed { get; init; }

    /// <summary>What is done about loudness, in words; null: nothing.</summary>
    public string? LoudnessReason => Loudness?.Words;

    /// <summary>What is done about loudness; null: nothing.</summary>
    internal LoudnessPlan? Loudness { get; init; }

    /// <summary>Frames to encode before the copied part; null when nothing is copied.</summary>
    public int? HeadFrames => Smart?.HeadFrames;

    /// <summary>Frames to encode after the copied part; null when nothing is copied.</summary>
    public int? TailFrames => Smart?.TailFrames;

    /// <summary>Where in the talk the copied part begins; null when nothing is copied.</summary>
    public decimal? CopyFromSeconds => Smart is { } smart ? Video.TimeBase.ToSeconds(smart.MiddlePts - FirstPts) : null;

    /// <summary>Where in the talk the copied part ends; null when nothing is copied.</summary>
    public decimal? CopyUntilSeconds => Smart is { } smart ? Video.TimeBase.ToSeconds(smart.TailPts - FirstPts) : null;

    /// <summary>What is shown before the talk; null: nothing.</summary>
    internal Bumper? Intro { get; init; }

    /// <summary>What is shown after the talk; null: nothing.</summary>
    internal Bumper? Outro { get; init; }

    /// <summary>Both, as far as they are there.</summary>
    internal IReadOnlyList<Bumper> Bumpers => [.. new[] { Intro, Outro }.OfType<Bumper>()];

    /// <summary>Frames of both.</summary>
    internal int BumperFrames => Bumpers.Sum(bumper => bumper.Frames);

    /// <summary>What is shown before and after, in words; null: nothing.</summary>
    public string? BumperReason => Bumpers.Count == 0
        ? null
        : string.Join(", ", Bumpers.Select(bumper => string.Create(CultureInfo.InvariantCulture, $"{(bumper == Intro ? "intro" : "outro")} {bumper.File.Name}, {bumper.Seconds:0.###} s, {bumper.Frames} frames")));

    /// <summary>When the talk begins in the clip, in ticks.</summary>
    internal long IntroTicks => Intro?.Ticks ?? 0;

    /// <summary>When the talk begins in the clip.</summary>
    public decimal IntroSeconds => Intro?.Seconds ?? 0;

    /// <summary>Length of the clip in ticks, with what is shown before and after the talk.</summary>
    internal long ClipTicks => IntroTicks + EndPts - FirstPts + (Outro?.Ticks ?? 0);

    /// <summary>The same in seconds.</summary>
    public decimal ClipSeconds => IntroSeconds + DurationSeconds + (Outro?.Seconds ?? 0);

    /// <summary>The first frame by the file's clock, which need not start at 0.</summary>
    public decimal FirstSeconds => Video.TimeBase.ToSeconds(FirstPts);

    /// <summary>Length of the talk.</summary>
    public decimal DurationSeconds => Video.TimeBase.ToSeconds(EndPts - FirstPts);

    /// <summary>When the last frame is shown, from the beginning of the talk.</summary>
    public decimal LastFrameSeconds => Video.TimeBase.ToSeconds(LastPts - FirstPts);

    /// <summary>How long the last frame is shown.</summary>
    public decimal LastFrameDurationSeconds => Video.TimeBase.ToSeconds(EndPts - LastPts);

    /// <exception cref="MediaException">No clip may be made like this.</exception>
    internal void ThrowIfRefused()
    {
        if (Refusal is { } sentence)
        {
            throw new MediaException(MediaFaultKind.BadSetting, sentence);
        }
    }

    /// <summary>Decides what is kept.</summary>
    /// <param name="info">The recording.</param>
    /// <param name="range">The wish.</param>
    /// <param name="frames">The frames around both ends of the range, in the order they are shown; those between may be missing.</param>
    /// <param name="framesStand">The recording holds frames for seconds, so that its last one may stand to the end as well.</param>
    /// <exception cref="MediaException">Nothing is on screen in the range.</exception>
    internal static CutPlan Of(MediaInfo info, CutRange range, IReadOnlyList<FrameTime> frames, bool framesStand = false)
    {
        var video = info.Video[0];
        var end = Ticks(info, range.End);
        var (kept, pictureEnd) = ShownFrames.Of(video, Ticks(info, range.Start), end, (decimal)range.Fade.TotalSeconds, frames);
        if (kept is null)
        {
            throw CutRange.Bad(
                $"{info.Name} shows no picture between {CutRange.Clock(range.Start)} and {CutRange.Clock(range.End)}: correct the times, or give a recording whose picture is that long.");
        }

        if (!framesStand && end - pictureEnd > video.TimeBase.ToTicks(CutRange.EndTolerance.Seconds))
        {
            var shown = TimeSpan.FromSeconds((double)video.TimeBase.ToSeconds(pictureEnd)) - info.StartTime;
            throw ToolFaults.Unusable(range.HasEnd
                ? $"The picture of {info.Name} ends at {CutRange.Clock(shown)}, before {CutRange.Clock(range.End)}, the end to keep: copy the recording again if it should be longer, or correct the end."
                : $"The picture of {info.Name} ends at {CutRange.Clock(shown)}, though the file lasts until {CutRange.Clock(range.End)}: copy the recording again, or give {CutRange.Clock(shown)} as the end.");
        }

        return new CutPlan
        {
            Source = info,
            Video = video,
            FirstPts = kept.First,
            OpensPts = kept.Opens == kept.First ? null : kept.Opens,
            LastPts = kept.Last,
            EndPts = kept.End,
            FadeSeconds = kept.FadeSeconds,
            Repeated = kept.Repeated,
            AskedSeconds = (decimal)(range.End - range.Start).Ticks / TimeSpan.TicksPerSecond,
        };
    }

    /// <summary>People count from the first presented moment, timestamps from the file's own zero.</summary>
    private static decimal Ticks(MediaInfo info, TimeSpan time)
        => info.Video[0].TimeBase.ToTicks((decimal)(time + info.StartTime).Ticks / TimeSpan.TicksPerSecond);
}
