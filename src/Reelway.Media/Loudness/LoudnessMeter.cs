using System.Globalization;

namespace Reelway.Media;

/// <summary>Measures how loud sound is (EBU R128). Decodes all of it, and nothing of the picture.</summary>
internal sealed class LoudnessMeter(ProcessRunner runner, EncoderSlots slots, MediaOptions options)
{
    /// <summary>Measures the range to keep as the clip will have it: cut, changed by the plan's gains, faded.</summary>
    /// <returns>One measure for each track of the recording.</returns>
    public Task<IReadOnlyList<LoudnessMeasure>> MeasureAsync(CutPlan plan, CancellationToken cancellation) => MeasureAsync(plan, plan.Source.Audio, cancellation);

    /// <summary>The same of some tracks.</summary>
    public Task<IReadOnlyList<LoudnessMeasure>> MeasureAsync(CutPlan plan, IReadOnlyList<AudioTrack> tracks, CancellationToken cancellation)
        => MeasureAsync(
            plan.Source.Path,
            ["-copyts", .. FullRenderArguments.Seek(plan, plan.FirstSeconds)],
            [.. tracks.Select((track, number) => $"{SoundChain.Of(plan, track, $"s{number}")};[s{number}]")],
            cancellation);

    /// <summary>Measures what is shown before or after a talk, in the format of one of the talk's tracks.</summary>
    public async Task<LoudnessMeasure> MeasureAsync(Bumper bumper, AudioTrack track, CancellationToken cancellation)
        => (await MeasureAsync(bumper.File.Path, ["-copyts"], [BumperSound.Alone(bumper, 0, track) + ","], cancellation))[0];

    /// <summary>Measures the talk in a finished clip, without what is shown before and after it.</summary>
    /// <returns>One measure for each of its tracks.</returns>
    public Task<IReadOnlyList<LoudnessMeasure>> MeasureAsync(CutPlan plan, string clip, CancellationToken cancellation)
    {
        var talk = plan.Bumpers.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"atrim=start={plan.IntroSeconds:0.######}:end={plan.IntroSeconds + plan.DurationSeconds:0.######},");
        return MeasureAsync(clip, [], [.. Enumerable.Range(0, plan.Source.Audio.Count).Select(number => $"[0:a:{number}]{talk}")], cancellation);
    }

    private async Task<IReadOnlyList<LoudnessMeasure>> MeasureAsync(string path, string[] seek, string[] chains, CancellationToken cancellation)
    {
        using var slot = await slots.TakeAsync(cancellation);
        string[] arguments =
        [
            // The filter tells its result as information, and one line for every 0.1 s as something below.
            "-v", "info", "-hide_banner", "-nostats", "-nostdin", .. seek, .. SafeInput.Guards, "-i", SafeInput.FileArgument(path),
            .. chains.SelectMany((chain, number) => (string[])[
                "-filter_complex", $"{chain}ebur128@track{number}=peak=true:framelog=verbose[m{number}]", "-map", $"[m{number}]", "-f", "null", "-"]),
        ];
        var result = await runner.SucceedAsync(options.Work(arguments), path, output: null, cancellation);
        return
        [
            .. chains.Select((_, number) => LoudnessReading.Find(result.ErrorTail, $"ebur128@track{number}")
                ?? throw new MediaException(
                    MediaFaultKind.Failed, $"{options.Ffmpeg} did not say how loud {Path.GetFileName(path)} is: check that \"{options.Ffmpeg} -filters\" lists ebur128, or set media.loudness to off.")),
        ];
    }
}
