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
        var clip = await probe.ProbeAsync(part, cancellation);
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

    private async Task CheckFadesAsync(CutPlan plan, string part, CancellationToken cancellation)
    {
        if (plan.FadeSeconds == 0)
        {
            return;
        }

        var first = await LumaAsync(part, "trim=end_frame=1,", seek: 0, cancellation);

        // A hundredth of a second early, so that rounding in the container does not lose the frame.
        var last = await LumaAsync(part, "", Math.Max(0, plan.LastFrameSeconds - 0.01m), cancellation);
        if (first is not <= BlackLuma || last is not <= BlackLuma)
        {
            throw Wrong(plan, string.Create(CultureInfo.InvariantCulture, $"the clip does not begin and end in black (mean luma {first} and {last})"));
        }
    }

    /// <summary>Mean luma of the last frame that is shown from <paramref name="seek"/> on; null when there is none.</summary>
    private async Task<double?> LumaAsync(string part, string limit, decimal seek, CancellationToken cancellation)
    {
        const string key = "lavfi.signalstats.YAVG";
        double? luma = null;
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-ss", seek.ToString("0.######", CultureInfo.InvariantCulture), .. SafeInput.Guards, "-i", SafeInput.FileArgument(part),
                    "-map", "0:v:0", "-vf", $"{limit}signalstats,metadata=mode=print:key={key}:file=-", "-f", "null", "-",
                ],
                OnLine = line => luma = line.StartsWith(key, StringComparison.Ordinal)
                    && double.TryParse(line.AsSpan(key.Length + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : luma,
                TimeLimit = options.ProbeTimeLimit,
            },
            cancellation);
        return result.ExitCode == 0 ? luma : throw ToolFaults.Of(options.Ffmpeg, result, part, output: null);
    }

    private static MediaException Wrong(CutPlan plan, string what)
        => ToolFaults.Unusable($"{plan.Source.Name} is damaged in the range to keep: {what}; copy it again from where it was recorded, or keep a range without the damage.");

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
