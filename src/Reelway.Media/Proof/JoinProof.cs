using System.Globalization;

namespace Reelway.Media;

/// <summary>Decodes a smart render around its joins, and on to its end. Costs the same whatever lies between.</summary>
internal sealed class JoinProof(MediaProbe probe, WindowProbe windows, ProcessRunner runner, MediaOptions options)
{
    private const decimal AroundJoinSeconds = 2;

    /// <summary>How far back to look for an IDR picture; recordings that have none for longer are not copied at all.</summary>
    private const decimal FarBackSeconds = 60;

    private static readonly ProofCheck NoFades = new("fades", true, "none asked for");

    /// <summary>
    /// Decodes from the talk's beginning, or two seconds before it where it has an intro, to two seconds behind the first join, and from two seconds
    /// before the second one to the end. The brightness of the talk's first and last frame is read on the way.
    /// </summary>
    public async Task<(ProofCheck Decode, ProofCheck Fades)> CheckAsync(CutPlan plan, SmartPlan smart, string part, CancellationToken cancellation)
    {
        var first = plan.Video.TimeBase.ToSeconds(smart.MiddlePts - plan.FirstPts + plan.IntroTicks);
        var second = plan.Video.TimeBase.ToSeconds(smart.TailPts - plan.FirstPts + plan.IntroTicks);
        var (from, until) = (Math.Max(0, plan.IntroSeconds - AroundJoinSeconds), first + AroundJoinSeconds);
        var look = await DecodeAsync(plan, part, from, until, second - AroundJoinSeconds, cancellation);
        if (look.Problem is not null && await IdrBeforeAsync(part, second - AroundJoinSeconds, cancellation) is { } idr && idr < second - AroundJoinSeconds)
        {
            // A keyframe of an open group may be entered at with flaws that the recording has as well: then begin where there can be none.
            look = await DecodeAsync(plan, part, from, until, idr, cancellation);
        }

        var decode = look.Problem is null
            ? new ProofCheck("decode", true, string.Create(CultureInfo.InvariantCulture, $"clean around the joins at {first:0.000} s and {second:0.000} s, and to the end"))
            : new ProofCheck("decode", false, look.Problem);
        return (decode, plan.FadeSeconds == 0 ? NoFades : ClipProof.Fades(look.Luma));
    }

    private async Task<decimal?> IdrBeforeAsync(string part, decimal until, CancellationToken cancellation)
    {
        var from = Math.Max(0, until - FarBackSeconds);
        var clip = await probe.ProbeOwnAsync(part, cancellation);
        var found = await windows.ListIdrPicturesAsync(clip, from, until - from, cancellation);
        return found.Select(pts => (decimal?)clip.Video[0].TimeBase.ToSeconds(pts)).Where(seconds => seconds <= until).Max();
    }

    /// <summary>Decodes both stretches.</summary>
    /// <returns>What the decoder complained about, null for nothing; and the mean luma of the talk's first and last frame.</returns>
    private async Task<(string? Problem, IReadOnlyList<double> Luma)> DecodeAsync(
        CutPlan plan, string path, decimal from, decimal until, decimal second, CancellationToken cancellation)
    {
        second = Math.Max(0, second);
        var file = SafeInput.FileArgument(path);
        var luma = new List<double>();

        // Filters have no part in what is complained about, and deblocking none in that or in how bright a frame is.
        string[] strict = ["-err_detect", "explode", "-skip_loop_filter", "all", .. SafeInput.Guards];
        var last = plan.IntroSeconds + plan.LastFrameSeconds;
        var result = await runner.RunAsync(
            options.Look(
            [
                "-v", "error", "-nostdin", "-xerror",
                "-ss", Text(from), "-t", Text(until - from), .. strict, "-i", file, "-ss", Text(second), .. strict, "-i", file,
                "-filter_complex", $"[0:v:0]{Pick(plan.IntroSeconds - from)}[first];[1:v:0]{Pick(last - second)}[last];[first][last]concat,{ClipProof.Luma}[seen]",
                "-map", "[seen]", "-map", "0:a?", "-map", "1:a?",

                // Where the rate varies, two frames may fall on the same tick of the average one.
                "-fps_mode", "passthrough", "-enc_time_base:v", "-1", "-f", "null", "-",
            ],
            line => ClipProof.TakeLuma(line, luma)),
            cancellation);
        var words = result.ErrorTail.Trim();
        var complaint = words.Length > 0 ? words.Split('\n')[^1].Trim() : $"the decoder ended with status {result.ExitCode}";
        return (result.ExitCode == 0 && words.Length == 0 ? null : $"from {Text(from)} s or {Text(second)} s on: {complaint}", luma);
    }

    /// <summary>The first frame from a moment on; all others are decoded and dropped.</summary>
    private static string Pick(decimal seconds) => $"select='gte(t,{Text(seconds - ClipProof.FrameMarginSeconds)})*isnan(prev_selected_t)'";

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
