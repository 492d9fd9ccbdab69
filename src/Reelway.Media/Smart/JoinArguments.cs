using System.Globalization;

namespace Reelway.Media;

/// <summary>The command line that joins the pieces of a smart render: packets are copied, nothing is encoded.</summary>
internal static class JoinArguments
{
    /// <summary>
    /// Room in the index for a frame and for a packet of sound, in bytes. Talks measured 14 for either; tables that hardly repeat themselves take
    /// up to twice the room.
    /// </summary>
    private const int FrameBytes = 36;
    private const int SoundPacketBytes = 24;

    /// <summary>Room is left only where it is a small part of the file. Otherwise the file is small too, and a second pass quick.</summary>
    private const double LargestShare = 0.02;

    /// <param name="script">What to join.</param>
    /// <param name="secondPass">True: the index is put in front by writing the file again; false: by leaving room for it, where that is cheap.</param>
    public static IReadOnlyList<string> Of(CutPlan plan, SmartPieces pieces, string script, string part, bool secondPass = false) =>
    [
        "-v", "warning", "-nostdin", "-y", "-progress", "pipe:1", "-nostats", "-stats_period", "0.5",

        // The script is ours and names plain files; the whitelists are handed on to what it opens.
        "-protocol_whitelist", "file,pipe", "-format_whitelist", "concat,mov,matroska", "-safe", "0", "-f", "concat", "-i", SafeInput.FileArgument(script),
        .. pieces.Sound.SelectMany(one => (string[])["-itsoffset", Text(-(decimal)one.LeadSamples / one.Track.SampleRate), "-f", "aac", "-i", SafeInput.FileArgument(one.Path)]),
        .. CaptionArguments.Input(plan.Captions),
        "-map", "0:v:0", .. pieces.Sound.SelectMany((_, number) => (string[])["-map", $"{number + 1}:a:0"]),
        "-c", "copy", "-tag:v", "avc1", "-video_track_timescale", $"{plan.Video.TimeBase.Denominator}",
        "-bsf:v", LastFrame.Held(plan, plan.Video.TimeBase.Denominator), .. pieces.Sound.Count == 0 ? [] : (string[])["-bsf:a", "aac_adtstoasc"],
        .. CaptionArguments.Track(plan.Captions, pieces.Sound.Count + 1), "-map_metadata", "-1", "-map_chapters", "-1",
        .. pieces.Sound.SelectMany((one, number) => one.Track.Language is { } language ? (string[])[$"-metadata:s:a:{number}", $"language={language}"] : []),
        "-t", Text(plan.ClipSeconds), .. secondPass ? SecondPass : IndexFirst(plan), "-f", "mp4", SafeInput.FileArgument(part),
    ];

    private static string[] SecondPass => ["-movflags", "+faststart"];

    private static string[] IndexFirst(CutPlan plan)
    {
        var sound = plan.Source.Audio.Sum(track => plan.ClipSeconds * track.SampleRate / SplicePlan.Packet);
        var room = (64 * 1024) + (FrameBytes * plan.ClipSeconds * plan.Video.FrameRate.Value) + (SoundPacketBytes * sound)
            + (CaptionArguments.IndexBytes * (plan.Captions?.Cues.Count ?? 0));
        var bytes = plan.Source.Bytes * (double)plan.DurationSeconds / Math.Max(1, plan.Source.Duration.TotalSeconds);
        return (double)room <= LargestShare * bytes ? ["-moov_size", $"{(long)room}"] : SecondPass;
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
