using System.Globalization;

namespace Reelway.Media;

/// <summary>The filters that make a track of the clip from one of the recording: cut, kept with the picture, made as long as it, faded.</summary>
internal static class SoundChain
{
    /// <summary>
    /// The fade of sound starts and ends with this much real silence: a straight ramp of loud sound alone would still be at -51 dB
    /// in its first 20 ms.
    /// </summary>
    public const decimal SilenceSeconds = 0.04m;

    /// <summary>The filter graph for one track of the first input, whose timestamps are the recording's own.</summary>
    /// <param name="output">Label of what comes out.</param>
    public static string Of(CutPlan plan, AudioTrack track, string output)
    {
        var first = plan.FirstSeconds;
        var length = plan.DurationSeconds;
        List<string> filters =
        [
            $"atrim=start={Text(first)}:end={Text(first + length)}",
            $"asetpts=PTS-{Text(first)}/TB",

            // Fills holes and a late start, and drops what overlaps where a recorder was restarted, so that sound stays with the picture: by 40 ms,
            // which is what viewers notice when sound comes early. Smaller steps are left, since many containers round their times.
            "aresample=async=1:min_hard_comp=0.04:first_pts=0",
            $"aformat=channel_layouts={Layout(track)}:sample_rates={track.SampleRate}[real]",
        ];
        var chain = $"[0:{track.Index}]{string.Join(',', filters)}";

        // Silence of the right length underneath makes every track exactly as long as the picture, also one that has no sound in the range.
        var silent = $"anullsrc=channel_layout={Layout(track)}:sample_rate={track.SampleRate}:duration={Text(length)}[rest]";
        filters = ["[rest][real]amix=inputs=2:duration=first:normalize=0"];
        if (plan.Downmixed?.GetValueOrDefault(track.Number) is { } turned and < 0)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"volume={turned:0.0}dB"));
        }

        if (plan.Loudness?.Of(track) is { } gain)
        {
            filters.Add(gain.Filters(track.SampleRate));
        }

        if (plan.FadeSeconds > 0)
        {
            var silence = Math.Min(SilenceSeconds, plan.FadeSeconds / 4);
            var ramp = Text(plan.FadeSeconds - silence);
            filters.Add($"afade=t=in:st={Text(silence)}:d={ramp}");
            filters.Add($"afade=t=out:st={Text(length - plan.FadeSeconds)}:d={ramp}");
        }

        return $"{chain};{silent};{string.Join(',', filters)}[{output}]";
    }

    public static string Layout(AudioTrack track) => track.Channels == 1 ? "mono" : "stereo";

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
