using System.Globalization;

namespace Reelway.Media;

/// <summary>Looks at a finished clip before anybody gets it: the right length, all tracks as long as the picture, black at both ends.</summary>
internal sealed class CutProof(MediaProbe probe, ProcessRunner runner, MediaOptions options)
{
    /// <summary>Mean luma of black is 16; encoding may add a trace.</summary>
    private const double BlackLuma = 20;

    private const decimal TrackToleranceSeconds = 0.05m;

    /// <summary>Of a damaged recording so many frames may be missing in the middle; the others keep their times.</summary>
    private const decimal LostFramesShare = 0.01m;

    /// <returns>Number of frames in the clip.</returns>
    /// <exception cref="MediaException">The clip is not what was planned.</exception>
    public async Task<long> CheckAsync(CutPlan plan, string part, CancellationToken cancellation)
    {
        var clip = await ProbeAsync(part, cancellation);
        var frames = clip.Video[0].Frames ?? 0;
        if (frames > plan.Frames || frames < plan.Frames - Math.Max(1, plan.Frames * LostFramesShare))
        {
            throw Wrong(plan, $"{frames} of its {plan.Frames} frames came out");
        }

        var picture = Seconds(clip.Video[0].Duration ?? clip.Duration);
        if (Math.Abs(picture - plan.DurationSeconds) > Math.Max(plan.LastFrameDurationSeconds, 1 / Math.Max(1, plan.Video.FrameRate.Value)))
        {
            throw Wrong(plan, string.Create(CultureInfo.InvariantCulture, $"the clip became {picture:0.000} s long instead of {plan.DurationSeconds:0.000} s"));
        }

        if (clip.Audio.Count != plan.Source.Audio.Count)
        {
            throw Wrong(plan, $"{clip.Audio.Count} of its {plan.Source.Audio.Count} sound tracks came out");
        }

        var sound = clip.Audio.Select(track => Seconds(track.Duration ?? clip.Duration)).Where(length => Math.Abs(length - picture) > TrackToleranceSeconds).ToList();
        if (sound.Count > 0)
        {
            throw Wrong(plan, string.Create(CultureInfo.InvariantCulture, $"its sound became {sound[0]:0.000} s long beside {picture:0.000} s of picture"));
        }

        await CheckFadesAsync(plan, part, cancellation);
        return frames;
    }

    private async Task<MediaInfo> ProbeAsync(string part, CancellationToken cancellation)
    {
        try
        {
            return await probe.ProbeAsync(part, cancellation);
        }
        catch (MediaException fault) when (fault.Kind == MediaFaultKind.Unusable)
        {
            // The recording is not to blame.
            throw new MediaException(
                MediaFaultKind.Failed, $"{Path.GetFileName(options.Ffmpeg)} said that it was done, but what it wrote is no video: check its installation with \"{options.Ffmpeg} -version\".", fault);
        }
    }

    private async Task CheckFadesAsync(CutPlan plan, string part, CancellationToken cancellation)
    {
        if (plan.FadeSeconds == 0)
        {
            return;
        }

        const string key = "lavfi.signalstats.YAVG=";
        var luma = new List<double>();

        // One look at both ends: one second of the beginning is opened for its first frame, and the end a hundredth of a second before the
        // last frame, so that rounding in the container does not lose it.
        var lastFrom = Math.Max(0, plan.LastFrameSeconds - 0.01m).ToString("0.######", CultureInfo.InvariantCulture);
        var file = SafeInput.FileArgument(part);
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-t", "1", .. SafeInput.Guards, "-i", file, "-ss", lastFrom, .. SafeInput.Guards, "-i", file,
                    "-filter_complex", $"[0:v:0]trim=end_frame=1[first];[first][1:v:0]concat,signalstats,metadata=mode=print:key={key[..^1]}:file=-",
                    "-f", "null", "-",
                ],
                OnLine = line =>
                {
                    if (line.StartsWith(key, StringComparison.Ordinal))
                    {
                        luma.Add(double.Parse(line.AsSpan(key.Length), CultureInfo.InvariantCulture));
                    }
                },
                TimeLimit = options.ProbeTimeLimit,
            },
            cancellation);
        if (result.ExitCode != 0)
        {
            throw ToolFaults.Of(options.Ffmpeg, result, part, output: null);
        }

        if (luma.Count < 2 || luma[0] > BlackLuma || luma[^1] > BlackLuma)
        {
            throw Wrong(plan, string.Create(CultureInfo.InvariantCulture, $"the clip does not begin and end in black (mean luma {luma.FirstOrDefault()} and {luma.LastOrDefault()})"));
        }
    }

    private static MediaException Wrong(CutPlan plan, string what)
        => ToolFaults.Unusable($"{plan.Source.Name} is damaged in the range to keep: {what}; copy it again from where it was recorded, or keep a range without the damage.");

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
