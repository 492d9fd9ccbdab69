using System.Globalization;

namespace Reelway.Media;

/// <summary>The command lines that encode the two ends, so that they fit the copied part without a seam.</summary>
internal static class EndArguments
{
    /// <summary>
    /// Finer than a full render's: the ends stand beside the untouched picture. Each class of the corpus measured SSIM 0.991 and more against the ideal
    /// fade, and the few seconds make the file hardly larger.
    /// </summary>
    private const int Crf = 17;

    /// <summary>What <c>ultrafast</c> leaves out and a dark gradient needs, of which a fade is made.</summary>
    private const string Tools = "aq-mode=1:deblock=0,0:scenecut=40";

    /// <summary>The frames before the copied part.</summary>
    public static IReadOnlyList<string> Head(CutPlan plan, SmartPlan smart, string output, int threads)
    {
        var fade = plan.FadeSeconds > 0 ? $",fade=t=in:st=0:d={Text(plan.FadeSeconds)}" : "";
        var opens = plan.OpensPts ?? plan.FirstPts;
        return Of(plan, smart, opens, smart.HeadFrames, Picture(plan, plan.FirstPts, smart.MiddlePts, opens) + fade, "null", output, threads);
    }

    /// <summary>The frames after the copied part.</summary>
    public static IReadOnlyList<string> Tail(CutPlan plan, SmartPlan smart, string output, int threads)
    {
        // Black is reached at the last frame, not at its end: 1 ms earlier, so that rounding cannot leave a trace of the picture.
        var fadeOut = Math.Max(0, plan.Video.TimeBase.ToSeconds(plan.LastPts - smart.TailPts) - plan.FadeSeconds - 0.001m);
        var fade = plan.FadeSeconds > 0 ? $",fade=t=out:st={Text(fadeOut)}:d={Text(plan.FadeSeconds)}" : "";
        return Of(
            plan, smart, smart.TailPts, smart.TailFrames, Picture(plan, smart.TailPts, plan.EndPts, smart.TailPts) + fade, LastFrame.Held(plan, smart.TailPts, plan.Video.TimeBase.Denominator), output, threads);
    }

    /// <summary>The frames of a part of the clip, the first of them at 0.</summary>
    /// <param name="from">Timestamp of the part's beginning.</param>
    /// <param name="until">Timestamp of its end.</param>
    /// <param name="opens">Timestamp of the first frame that is decoded.</param>
    private static string Picture(CutPlan plan, long from, long until, long opens)
    {
        if (plan.Repeated.Filters(from - plan.FirstPts, until - plan.FirstPts) is not { Length: > 0 } repeated)
        {
            return "setpts=PTS-STARTPTS";
        }

        var back = from == plan.FirstPts ? "" : string.Create(CultureInfo.InvariantCulture, $",setpts=PTS-{from - plan.FirstPts}");
        return string.Create(CultureInfo.InvariantCulture, $"setpts=PTS-STARTPTS+({opens - plan.FirstPts}),{repeated}{back}");
    }

    private static IReadOnlyList<string> Of(
        CutPlan plan, SmartPlan smart, long firstPts, int frames, string picture, string packets, string output, int threads)
    {
        var video = plan.Video;
        var first = video.TimeBase.ToSeconds(firstPts) - ((decimal)plan.Source.StartTime.Ticks / TimeSpan.TicksPerSecond) - smart.LeadSeconds;
        var from = Math.Max(0, first - plan.Repeated.LeadSeconds(video));
        if (plan.Repeated.LeadSeconds(video) > 0 && from < first)
        {
            picture = $"select='gte(t\\,{Text(first - from)})',{picture}";
        }

        return
        [
            "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",

            // The picture stays as it is stored: the turn for display goes through as a note.
            "-noautorotate", .. from > 0 ? (string[])["-ss", Text(from)] : [], "-threads", "1",
            .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path),
            "-map", $"0:{video.Index}", "-vf", picture, "-frames:v", $"{frames}",
            "-fps_mode", "passthrough", "-enc_time_base:v", "-1", .. Encoder(video, smart.ParameterSetId, video.ReorderDepth), "-threads", $"{threads}", "-bsf:v", packets,
            "-video_track_timescale", $"{video.TimeBase.Denominator}", "-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", SafeInput.FileArgument(output),
        ];
    }

    /// <summary>How what stands beside the copied part is encoded.</summary>
    /// <remarks>The rate is named since filters lose it, and without one the parameter sets state a level that only the fastest decoders have.</remarks>
    public static IReadOnlyList<string> Encoder(VideoTrack video, int parameterSetId, int reorder) =>
    [
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", $"{Crf}", "-profile:v", Profile(video), "-pix_fmt", video.PixelFormat!,
        "-x264-params", $"fps={RepeatedFrames.Rate(video)}:sps-id={parameterSetId}:open-gop=0:force-cfr=0:{Reorder(reorder)}:{Tools}{ToolsOf(video)}", .. Colours(video.Colours),
    ];

    private static string Profile(VideoTrack video) => video.Profile switch
    {
        "High" => "high",
        "Main" => "main",
        _ => "baseline",
    };

    /// <summary>What the profile allows besides.</summary>
    private static string ToolsOf(VideoTrack video) => video.Profile switch
    {
        "High" => ":cabac=1:8x8dct=1:weightp=1",
        "Main" => ":cabac=1:weightp=1",
        _ => "",
    };

    /// <summary>The same distance between decoding and showing as in the copied part; otherwise decoding times would run backwards at a join.</summary>
    private static string Reorder(int depth) => depth switch
    {
        0 => "bframes=0",
        1 => "bframes=2:b-pyramid=none",
        _ => "bframes=3:b-pyramid=normal",
    };

    public static IEnumerable<string> Colours(ColourTags colours) =>
    [
        .. Tag("-color_range", colours.Range), .. Tag("-colorspace", colours.Space),
        .. Tag("-color_trc", colours.Transfer), .. Tag("-color_primaries", colours.Primaries),
    ];

    private static string[] Tag(string name, string? value) => value is null ? [] : [name, value];

    private static string Text(decimal number) => number.ToString("0.#########", CultureInfo.InvariantCulture);
}
