using System.Globalization;

namespace Reelway.Media;

/// <summary>Decodes a smart render around its joins, and on to its end. Costs the same whatever lies between.</summary>
internal sealed class JoinProof(WindowProbe windows, ProcessRunner runner, MediaOptions options)
{
    private const decimal AroundJoinSeconds = 2;

    /// <summary>How far back to look for an IDR picture; recordings that have none for longer are not copied at all.</summary>
    private const decimal FarBackSeconds = 60;

    /// <summary>Decodes two seconds before and after the first join, and from two seconds before the second to the end.</summary>
    public async Task<ProofCheck> DecodeAsync(CutPlan plan, SmartPlan smart, MediaInfo clip, CancellationToken cancellation)
    {
        var first = plan.Video.TimeBase.ToSeconds(smart.MiddlePts - plan.FirstPts + plan.IntroTicks);
        var second = plan.Video.TimeBase.ToSeconds(smart.TailPts - plan.FirstPts + plan.IntroTicks);

        // An intro ends a little before the copy begins: that join lies in the same stretch.
        var from = (plan.Intro is null ? first : plan.IntroSeconds) - AroundJoinSeconds;
        var problem = await ProblemAsync(clip.Path, from, first + AroundJoinSeconds, second - AroundJoinSeconds, cancellation);
        if (problem is not null && await IdrBeforeAsync(clip, second - AroundJoinSeconds, cancellation) is { } idr && idr < second - AroundJoinSeconds)
        {
            // A keyframe of an open group may be entered at with flaws that the recording has as well: then begin where there can be none.
            problem = await ProblemAsync(clip.Path, from, first + AroundJoinSeconds, idr, cancellation);
        }

        return problem is null
            ? new ProofCheck("decode", true, string.Create(CultureInfo.InvariantCulture, $"clean around the joins at {first:0.000} s and {second:0.000} s, and to the end"))
            : new ProofCheck("decode", false, problem);
    }

    private async Task<decimal?> IdrBeforeAsync(MediaInfo clip, decimal until, CancellationToken cancellation)
    {
        var from = Math.Max(0, until - FarBackSeconds);
        var video = clip.Video[0];
        var found = await windows.ListIdrPicturesAsync(clip, from, until - from, cancellation);
        return found.Select(pts => (decimal?)video.TimeBase.ToSeconds(pts)).Where(seconds => seconds <= until).Max();
    }

    /// <summary>Decodes around the first join, and from before the second to the end.</summary>
    /// <returns>What the decoder complained about; null for nothing.</returns>
    private async Task<string?> ProblemAsync(string path, decimal first, decimal until, decimal second, CancellationToken cancellation)
    {
        var file = SafeInput.FileArgument(path);
        string[] strict = ["-err_detect", "explode", .. SafeInput.Guards];
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-xerror",
                    "-ss", Text(Math.Max(0, first)), "-t", Text(until - first), .. strict, "-i", file, "-ss", Text(Math.Max(0, second)), .. strict, "-i", file,
                    "-map", "0:v:0", "-map", "0:a?", "-map", "1:v:0", "-map", "1:a?",

                    // Where the rate varies, two frames may fall on the same tick of the average one.
                    "-enc_time_base:v", "-1", "-f", "null", "-",
                ],
                TimeLimit = options.ProbeTimeLimit,
            },
            cancellation);
        var words = result.ErrorTail.Trim();
        return result.ExitCode == 0 && words.Length == 0 ? null : $"from {Text(Math.Max(0, first))} s or {Text(Math.Max(0, second))} s on: {words.Split('\n')[^1].Trim()}";
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
