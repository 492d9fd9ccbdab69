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

    public static IReadOnlyList<string> Of(CutPlan plan, string part, MediaOptions options)
    {
        var sound = plan.Source.Audio;
        List<string> arguments =
        [
            "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
            "-copyts", .. Seek(plan, plan.OpensPts is { } opens ? Math.Min(plan.FirstSeconds, plan.Video.TimeBase.ToSeconds(opens)) - plan.Repeated.LeadSeconds(plan.Video) : plan.FirstSeconds), .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path),
            .. BumperSound.Inputs(plan), .. CaptionArguments.Input(plan.Captions), .. Pictures(plan),

            // Every frame keeps its own time: a constant rate is not forced on recordings that have none.
            "-fps_mode", "passthrough", "-enc_time_base:v", $"1:{Timescale(plan)}", "-video_track_timescale", Text(Timescale(plan)),
            "-bsf:v", LastFrame.Held(plan, Timescale(plan)),
            "-c:v", "libx264", "-preset", options.Preset, "-crf", Text(options.Crf), "-x264-params", $"fps={RepeatedFrames.Rate(plan.Video)}", "-pix_fmt", "yuv420p",
            "-threads", Text(Math.Max(1, Environment.ProcessorCount / options.Encoders)),
        ];
        for (var track = 0; track < sound.Count; track++)
        {
            arguments.AddRange(["-filter_complex", BumperSound.Of(plan, sound[track], $"s{track}"), "-map", $"[s{track}]", $"-b:a:{track}", "160k"]);
            if (sound[track].Language is { } language)
            {
                arguments.AddRange([$"-metadata:s:a:{track}", $"language={language}"]);
            }
        }

        // A track that starts late is known to the muxer late: until then the picture's packets queue up.
        return
        [
            .. arguments, .. sound.Count == 0 ? [] : (string[])["-c:a", "aac", "-max_muxing_queue_size", "1000000"],
            .. CaptionArguments.Track(plan.Captions, 1 + plan.Bumpers.Count), "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4", SafeInput.FileArgument(part),
        ];
    }

    /// <summary>Jumps to a little before a moment by the file's clock; frames that are counted are counted from the first one on.</summary>
    public static IEnumerable<string> Seek(CutPlan plan, decimal seconds)
    {
        if (plan.Counted is not null)
        {
            return [];
        }

        var from = seconds - Seconds(plan.Source.StartTime) - (plan.Source.IsIndexed ? IndexedLeadSeconds : GuessedLeadSeconds);
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

    /// <summary>The talk, with what is shown before and after it: each at its own time, so that merging by time puts them one after the other.</summary>
    private static IEnumerable<string> Pictures(CutPlan plan)
    {
        if (plan.Bumpers.Count == 0)
        {
            return ["-map", $"0:{plan.Video.Index}", "-filter:v", Picture(plan), .. plan.IsToneMapped ? EndArguments.Colours(plan.EncodedColours) : []];
        }

        var talk = $"[0:{plan.Video.Index}]{Picture(plan)},setsar={BumperPicture.Aspect(plan.Video, inverse: plan.Video.Rotation % 180 != 0)}";

        // Deinterlacing halves the ticks; shifts are counted in the recording's.
        List<string> parts = [$"{talk},settb={plan.Video.TimeBase},setpts=PTS+{plan.IntroTicks}[p0]"];
        foreach (var bumper in plan.Bumpers)
        {
            var input = BumperSound.Input(plan, bumper);
            var begin = input == 1 && plan.Intro is not null ? 0 : plan.IntroTicks + plan.EndPts - plan.FirstPts;
            parts.Add($"[{input}:{bumper.File.Video[0].Index}]{BumperPicture.Upright(bumper, plan.Video with { Colours = plan.EncodedColours })},settb={plan.Video.TimeBase},setpts=PTS+{begin}[p{input}]");
        }

        var merge = $"{string.Concat(Enumerable.Range(0, parts.Count).Select(number => $"[p{number}]"))}interleave=nb_inputs={parts.Count}[picture]";
        return ["-filter_complex", $"{string.Join(';', parts)};{merge}", "-map", "[picture]", .. EndArguments.Colours(plan.EncodedColours)];
    }

    private static string Picture(CutPlan plan)
    {
        List<string> filters =
        [
            .. plan.Counted is var (first, step) ? (string[])[string.Create(CultureInfo.InvariantCulture, $"setpts={first}+N*{step}")] : [],
            string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={plan.OpensPts ?? plan.FirstPts}:end_pts={plan.EndPts}"),
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

        if (plan.IsToneMapped)
        {
            filters.Add(ToneMap.Filters(plan.Video));
        }

        filters.Add("format=yuv420p");
        if (plan.Repeated.Filters(0, plan.EndPts - plan.FirstPts) is { Length: > 0 } repeated)
        {
            filters.Add(repeated);
        }

        if (plan.FadeSeconds > 0)
        {
            // Black is reached at the last frame, not at its end: 1 ms earlier, so that rounding cannot leave a trace of the picture.
            var fadeOut = Math.Max(0, plan.LastFrameSeconds - plan.FadeSeconds - 0.001m);
            filters.Add($"fade=t=in:st=0:d={Text(plan.FadeSeconds)}");
            filters.Add($"fade=t=out:st={Text(fadeOut)}:d={Text(plan.FadeSeconds)}");
        }

        return string.Join(',', filters);
    }

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
