using System.Globalization;

namespace Reelway.Media;

/// <summary>The command line that encodes a bumper, so that it fits the encoded ends of the talk without a seam.</summary>
internal static class BumperArguments
{
    /// <summary>What is encoded how, without the files: the same words make the same bumper.</summary>
    public static string[] Intro(Bumper bumper, CutPlan plan, SmartPlan smart)
        => Recipe(bumper, plan.Video, smart.BumperIds.Intro, plan.Video.ReorderDepth, bumper.EarlierTicks(smart.HeadReachTicks, plan.Video.ReorderDepth));

    /// <summary>The same for the one after the talk.</summary>
    public static string[] Outro(Bumper bumper, CutPlan plan, SmartPlan smart)
        => Recipe(bumper, plan.Video, smart.BumperIds.Outro, bumper.ReorderAfter(smart.TailReachTicks, plan.Video.ReorderDepth), earlierTicks: 0);

    private static string[] Recipe(Bumper bumper, VideoTrack talk, int parameterSetId, int reorder, long earlierTicks) =>
    [
        "-map", $"0:{bumper.File.Video[0].Index}", "-vf", BumperPicture.Stored(bumper, talk),
        "-fps_mode", "passthrough", "-enc_time_base:v", $"1:{talk.TimeBase.Denominator}",
        .. EndArguments.Encoder(talk, parameterSetId, reorder), "-bsf:v", LastFrame.Held(bumper, 0, talk.TimeBase.Denominator, earlierTicks),
        "-video_track_timescale", talk.TimeBase.Denominator.ToString(CultureInfo.InvariantCulture), "-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4",
    ];

    public static IReadOnlyList<string> Of(Bumper bumper, string[] recipe, string output, int threads) =>
    [
        "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",
        .. SafeInput.Guards, "-i", SafeInput.FileArgument(bumper.File.Path), .. recipe[..^2], "-threads", $"{threads}", .. recipe[^2..], SafeInput.FileArgument(output),
    ];
}
