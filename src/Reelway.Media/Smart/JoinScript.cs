using System.Globalization;

namespace Reelway.Media;

/// <summary>The script that lets ffmpeg read head, middle and tail as one file; the recording itself is the middle, so the bulk is copied once.</summary>
internal static class JoinScript
{
    /// <param name="recording">The recording, or a copy of its picture: ffmpeg joins the first streams of what is listed.</param>
    public static string Of(CutPlan plan, SmartPlan smart, SmartPieces pieces, string recording)
    {
        var tick = plan.Video.TimeBase;
        var middle = tick.ToSeconds(smart.MiddlePts);
        var ahead = smart.SeekAheadSeconds;
        return string.Join(
            '\n',
            [
            "ffconcat version 1.0", .. Bumper(pieces.Intro, plan.Intro),
            $"file '{Quote(pieces.Head)}'",

            // The copy is entered a little late, and the head lasts that much longer: only the difference counts for timestamps.
            $"duration {Text(middle - plan.FirstSeconds + ahead)}",
            $"file '{Quote(recording)}'",
            $"inpoint {Text(middle + ahead)}",

            // By decoding time. By the tail's presentation time packets of its own frames would be copied too.
            $"outpoint {Text(smart.MiddleEndSeconds)}",
            $"duration {Text(tick.ToSeconds(smart.TailPts) - middle - ahead)}",
            $"file '{Quote(pieces.Tail)}'",
            $"duration {Text(tick.ToSeconds(plan.EndPts - smart.TailPts))}", .. Bumper(pieces.Outro, plan.Outro),
            ""]);
    }

    private static string[] Bumper(string? path, Bumper? bumper) => path is null || bumper is null ? [] : [$"file '{Quote(path)}'", $"duration {Text(bumper.Seconds)}"];

    private static string Quote(string path) => SafeInput.FileArgument(path).Replace("'", @"'\''", StringComparison.Ordinal);

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
