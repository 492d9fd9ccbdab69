using System.Globalization;

namespace Reelway.Media;

/// <summary>The command line of a full encode.</summary>
/// <remarks>
/// Timestamps of the source are kept through decoding (<c>-copyts</c>), and the range is cut by trim filters in the source's own ticks. The seek
/// before is only for speed: it goes early enough that a container without an index, where ffmpeg guesses the place, still
/// meets a keyframe before the range. <c>-frames:v</c> is of no use here: reaching it also ends the sound, wherever that is.
/// </remarks>
internal static class FullRenderArguments
{
    private const decimal IndexedLeadSeconds = 1;
    private const decimal GuessedLeadSeconds = 30;

    /// <summary>
    /// The fade of sound starts and ends with this much real silence: a straight ramp of loud sound alone would still be at -51 dB
    /// in its first 20 ms.
    /// </summary>
    private const decimal SilenceSeconds = 0.04m;

    public static IReadOnlyList<string> Of(CutPlan plan, string part, MediaOptions options)
    {
        var sound = plan.Source.Audio;
        List<string> arguments =
        [
            "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
            "-copyts", .. Seek(plan), .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path),
            "-map", $"0:{plan.Video.Index}", "-filter:v", Picture(plan),

            // Every frame keeps its own time: a constant rate is not forced on recordings that have none.
            "-fps_mode", "passthrough", "-enc_time_base", $"1:{Timescale(plan)}", "-video_track_timescale", Text(Timescale(plan)),
            "-bsf:v", LastFrameDuration(plan),
            "-c:v", "libx264", "-preset", options.Preset, "-crf", Text(options.Crf), "-pix_fmt", "yuv420p",
            "-threads", Text(Math.Max(1, Environment.ProcessorCount / options.Encoders)),
        ];
        for (var track = 0; track < sound.Count; track++)
        {
            arguments.AddRange(["-filter_complex", Sound(plan, sound[track], $"s{track}"), "-map", $"[s{track}]", $"-b:a:{track}", "160k"]);
            if (sound[track].Language is { } language)
            {
                arguments.AddRange([$"-metadata:s:a:{track}", $"language={language}"]);
            }
        }

        // A track that starts late is known to the muxer late: until then the picture's packets queue up.
        return
        [
            .. arguments, .. sound.Count == 0 ? [] : (string[])["-c:a", "aac", "-max_muxing_queue_size", "1000000"],
            "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4", SafeInput.FileArgument(part),
        ];
    }

    private static IEnumerable<string> Seek(CutPlan plan)
    {
        var indexed = plan.Source.Container.Contains("mp4", StringComparison.Ordinal) || plan.Source.Container.Contains("matroska", StringComparison.Ordinal);
        var from = plan.FirstSeconds - Seconds(plan.Source.StartTime) - (indexed ? IndexedLeadSeconds : GuessedLeadSeconds);
        return from > 0 ? ["-ss", Text(from)] : [];
    }

    /// <summary>
    /// Ticks per second in the clip: those of the source, doubled until they are fine enough, as the muxer does by itself. Told to encoder and
    /// muxer alike, because otherwise the bitstream filter between them counts in the one's ticks and names the other's.
    /// </summary>
    private static long Timescale(CutPlan plan)
    {
        var scale = plan.Video.TimeBase.Denominator;
        while (scale < 10_000)
        {
            scale *= 2;
        }

        return scale;
    }

    /// <summary>Left alone, the muxer shows the last frame as long as the one before, which is wrong where the rate varies.</summary>
    /// <remarks>Both timestamps are named although they stay: what is not named the filter takes from the decoding time, which reorders B frames.</remarks>
    private static string LastFrameDuration(CutPlan plan)
    {
        var ticks = plan.Video.TimeBase.Numerator * (Timescale(plan) / plan.Video.TimeBase.Denominator);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"setts=pts=PTS:dts=DTS:duration=if(gte(PTS\\,{(plan.LastPts - plan.FirstPts) * ticks})\\,{(plan.EndPts - plan.LastPts) * ticks}\\,DURATION)");
    }

    private static string Picture(CutPlan plan)
    {
        List<string> filters =
        [
            string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={plan.FirstPts}:end_pts={plan.EndPts}"),
            string.Create(CultureInfo.InvariantCulture, $"setpts=PTS-{plan.FirstPts}"),
        ];
        if (plan.Video.IsInterlaced)
        {
            filters.Add("bwdif=mode=send_frame");
        }

        // 4:2:0 needs even sides.
        if (plan.Video.Width % 2 != 0 || plan.Video.Height % 2 != 0)
        {
            filters.Add("crop=floor(iw/2)*2:floor(ih/2)*2");
        }

        filters.Add("format=yuv420p");
        if (plan.FadeSeconds > 0)
        {
            // Black is reached at the last frame, not at its end: 1 ms earlier, so that rounding cannot leave a trace of the picture.
            var fadeOut = Math.Max(0, plan.LastFrameSeconds - plan.FadeSeconds - 0.001m);
            filters.Add($"fade=t=in:st=0:d={Text(plan.FadeSeconds)}");
            filters.Add($"fade=t=out:st={Text(fadeOut)}:d={Text(plan.FadeSeconds)}");
        }

        return string.Join(',', filters);
    }

    private static string Sound(CutPlan plan, AudioTrack track, string output)
    {
        var first = plan.FirstSeconds;
        var length = plan.DurationSeconds;
        List<string> filters =
        [
            $"atrim=start={Text(first)}:end={Text(first + length)}",
            $"asetpts=PTS-{Text(first)}/TB",

            // Fills holes and a late start, so that sound stays with the picture.
            "aresample=async=1:first_pts=0",
            $"aformat=channel_layouts={(track.Channels == 1 ? "mono" : "stereo")}:sample_rates={track.SampleRate}[real]",
        ];
        var chain = $"[0:{track.Index}]{string.Join(',', filters)}";

        // Silence of the right length underneath makes every track exactly as long as the picture, also one that has no sound in the range.
        var silent = $"anullsrc=channel_layout={(track.Channels == 1 ? "mono" : "stereo")}:sample_rate={track.SampleRate}:duration={Text(length)}[rest]";
        filters = ["[rest][real]amix=inputs=2:duration=first:normalize=0"];
        if (plan.FadeSeconds > 0)
        {
            var silence = Math.Min(SilenceSeconds, plan.FadeSeconds / 4);
            var ramp = Text(plan.FadeSeconds - silence);
            filters.Add($"afade=t=in:st={Text(silence)}:d={ramp}");
            filters.Add($"afade=t=out:st={Text(length - plan.FadeSeconds)}:d={ramp}");
        }

        return $"{chain};{silent};{string.Join(',', filters)}[{output}]";
    }

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
