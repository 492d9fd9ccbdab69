using System.Globalization;

namespace Reelway.Media;

/// <summary>Looks at what every clip must have, however it was made: the right length, all tracks as long as the picture, black at both ends.</summary>
internal sealed class ClipProof(MediaProbe probe, ProcessRunner runner, MediaOptions options)
{
    /// <summary>Mean luma of black is 16; encoding may add a trace. In full range it is 0.</summary>
    private const double BlackLuma = 20;

    private const string LumaKey = "lavfi.signalstats.YAVG=";

    /// <summary>The filter that tells each frame's mean luma on the standard output.</summary>
    public static readonly string Luma = $"signalstats,metadata=mode=print:key={LumaKey[..^1]}:file=-";

    /// <summary>Less than any frame lasts, more than containers round by.</summary>
    public const decimal FrameMarginSeconds = 0.002m;

    /// <summary>How much longer or shorter than the picture sound may be, in seconds and in packets of AAC, of which it has whole ones.</summary>
    private const decimal TrackToleranceSeconds = 0.05m;
    private const decimal TrackTolerancePackets = 2;

    /// <summary>How far the length may be from the one asked for: a clip begins and ends with whole frames.</summary>
    private const int FramesOff = 4;

    /// <summary>What the finished file is.</summary>
    /// <exception cref="MediaException">It is no video.</exception>
    public async Task<MediaInfo> ProbeAsync(string part, CancellationToken cancellation)
    {
        try
        {
            return await probe.ProbeOwnAsync(part, cancellation);
        }
        catch (MediaException fault) when (fault.Kind == MediaFaultKind.Unusable)
        {
            // The recording is not to blame.
            throw new MediaException(
                MediaFaultKind.Failed, $"{Path.GetFileName(options.Ffmpeg)} said that it was done, but what it wrote is not a video: check its installation with \"{options.Ffmpeg} -version\".", fault);
        }
    }

    /// <summary>Picture and sound are as long as planned.</summary>
    public static ProofCheck Durations(CutPlan plan, MediaInfo clip)
    {
        var picture = Seconds(clip.Video[0].Duration ?? clip.Duration);
        var step = plan.Video.TimeBase.ToSeconds(plan.StepTicks);
        var asked = plan.ClipSeconds - plan.DurationSeconds + plan.AskedSeconds;
        if (Math.Abs(picture - plan.ClipSeconds) > step || (plan.AskedSeconds > 0 && Math.Abs(picture - asked) > FramesOff * step))
        {
            return new ProofCheck("durations", false, string.Create(CultureInfo.InvariantCulture, $"the clip became {picture:0.000} s long instead of {plan.ClipSeconds:0.000} s"));
        }

        if (clip.Audio.Count != plan.Source.Audio.Count)
        {
            return new ProofCheck("durations", false, $"{clip.Audio.Count} of its {plan.Source.Audio.Count} sound tracks came out");
        }

        decimal LengthOf(AudioTrack track) => Seconds(track.Duration ?? clip.Duration);
        var sound = clip.Audio.Where(track => Math.Abs(LengthOf(track) - picture) > Tolerance(track)).Select(LengthOf).ToList();
        return sound.Count > 0
            ? new ProofCheck("durations", false, string.Create(CultureInfo.InvariantCulture, $"its sound became {sound[0]:0.000} s long beside {picture:0.000} s of picture"))
            : new ProofCheck("durations", true, string.Create(CultureInfo.InvariantCulture, $"{picture:0.000} s of picture, {clip.Audio.Count} sound tracks as long"));
    }

    private static decimal Tolerance(AudioTrack track) => Math.Max(TrackToleranceSeconds, TrackTolerancePackets * SplicePlan.Packet / track.SampleRate);

    /// <summary>The talk begins and ends in black.</summary>
    public async Task<ProofCheck> FadesAsync(CutPlan plan, string part, CancellationToken cancellation)
    {
        if (plan.FadeSeconds == 0)
        {
            return new ProofCheck("fades", true, "none asked for");
        }

        var luma = new List<double>();

        // One look at both ends: one second of the beginning is opened for its first frame, and the end a hundredth of a second before the
        // last frame, so that rounding in the container does not lose it. The same before a talk that has an intro.
        string[] first = plan.IntroSeconds > 0 ? ["-ss", Text(plan.IntroSeconds - FrameMarginSeconds)] : [];
        var lastFrom = Text(Math.Max(0, plan.IntroSeconds + plan.LastFrameSeconds - 0.01m));
        var untilOutro = plan.Outro is null ? "null" : $"trim=end={Text(0.01m + plan.LastFrameDurationSeconds - FrameMarginSeconds)}";
        var file = SafeInput.FileArgument(part);
        string[] arguments =
        [
            "-v", "error", "-nostdin", .. first, "-t", "1", .. SafeInput.Guards, "-i", file, "-ss", lastFrom, .. SafeInput.Guards, "-i", file,
            "-filter_complex", $"[0:v:0]trim=end_frame=1[first];[1:v:0]{untilOutro}[last];[first][last]concat,{Luma}",
            "-f", "null", "-",
        ];
        await runner.SucceedAsync(options.Look(arguments, line => TakeLuma(line, luma)), part, output: null, cancellation);
        return Fades(luma);
    }

    /// <summary>Takes a line of what that filter tells.</summary>
    public static void TakeLuma(string line, List<double> luma)
    {
        if (line.StartsWith(LumaKey, StringComparison.Ordinal))
        {
            luma.Add(double.Parse(line.AsSpan(LumaKey.Length), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Judges by the first and the last one.</summary>
    public static ProofCheck Fades(IReadOnlyList<double> luma)
    {
        if (luma.Count < 2)
        {
            return new ProofCheck("fades", false, "its first and last frame could not be looked at");
        }

        var black = luma[0] <= BlackLuma && luma[^1] <= BlackLuma;
        return new ProofCheck(
            "fades", black,
            string.Create(CultureInfo.InvariantCulture, $"the clip {(black ? "begins and ends" : "does not begin and end")} in black (mean luma {luma[0]:0.#} and {luma[^1]:0.#})"));
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
