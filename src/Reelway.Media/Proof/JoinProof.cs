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
        var first = plan.Video.TimeBase.ToSeconds(smart.MiddlePts - plan.FirstPts);
        var second = plan.Video.TimeBase.ToSeconds(smart.TailPts - plan.FirstPts);
        var problem = await ProblemAsync(clip.Path, first - AroundJoinSeconds, 2 * AroundJoinSeconds, cancellation)
            ?? await ProblemAsync(clip.Path, second - AroundJoinSeconds, plan.DurationSeconds, cancellation);
        if (problem is not null && await IdrBeforeAsync(clip, second - AroundJoinSeconds, cancellation) is { } idr && idr < second - AroundJoinSeconds)
        {
            // A keyframe of an open group may be entered at with flaws that the recording has as well: then begin where there can be none.
            problem = await ProblemAsync(clip.Path, first - AroundJoinSeconds, 2 * AroundJoinSeconds, cancellation)
                ?? await ProblemAsync(clip.Path, idr, plan.DurationSeconds, cancellation);
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

    /// <returns>What the decoder complained about; null for nothing.</returns>
    private async Task<string?> ProblemAsync(string path, decimal from, decimal length, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-xerror", "-err_detect", "explode", "-ss", Text(Math.Max(0, from)), "-t", Text(length),
                    .. SafeInput.Guards, "-i", SafeInput.FileArgument(path), "-map", "0:v:0", "-map", "0:a?", "-f", "null", "-",
                ],
                TimeLimit = options.ProbeTimeLimit,
            },
            cancellation);
        var words = result.ErrorTail.Trim();
        return result.ExitCode == 0 && words.Length == 0 ? null : $"from {Text(Math.Max(0, from))} s: {words.Split('\n')[^1].Trim()}";
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
