using System.Globalization;

namespace Reelway.Media;

/// <summary>The command lines that make the pieces of spliced tracks.</summary>
internal static class SpliceArguments
{
    /// <summary>How much earlier to open the recording, so that decoder and seek are past their first uncertain moments.</summary>
    private const decimal LeadSeconds = 0.5m;

    /// <summary>How far behind a join the encoder of the beginning is fed: its packets depend on what follows.</summary>
    private const int Behind = 4 * SplicePlan.Packet;

    /// <summary>Encodes beginning and end of all tracks, opening the recording twice.</summary>
    public static IReadOnlyList<string> Ends(CutPlan plan, IReadOnlyList<SplicePieces> tracks)
    {
        var heads = tracks.Min(one => Seconds(one, one.Plan.Grid));
        var headsEnd = tracks.Max(one => Seconds(one, one.Plan.LastJoin + Behind));
        return
        [
            "-v", "error", "-nostdin", "-y", "-copyts",
            .. Open(plan, heads, headsEnd - heads + (2 * LeadSeconds) + 1), .. Open(plan, tracks.Min(one => Seconds(one, one.Plan.TailGrid)), null),
            .. tracks.SelectMany(one => (string[])[
                .. Encode(one, 0, one.Plan.Grid, one.Plan.LastJoin + Behind, FadeIn(one), "h", one.Head),
                .. Encode(one, 1, one.Plan.TailGrid, one.Plan.End, FadeOut(one), "t", one.Tail)]),
        ];
    }

    /// <summary>Copies the packets in question of all tracks.</summary>
    public static IReadOnlyList<string> Middle(CutPlan plan, IReadOnlyList<SplicePieces> tracks)
    {
        var from = tracks.Min(one => Seconds(one, one.Plan.FirstJoin - SplicePlan.Packet));
        return
        [
            "-v", "error", "-nostdin", "-y", "-copyts",
            .. Open(plan, from, tracks.Max(one => Seconds(one, one.Plan.LastLeave + SplicePlan.Packet)) - from + LeadSeconds + 1),
            .. tracks.SelectMany(one => (string[])[
                "-map", $"0:{one.Track.Index}", "-c", "copy", "-bsf:a",
                string.Create(CultureInfo.InvariantCulture, $"noise=drop='lt(pts,{one.Plan.FirstJoin - SplicePlan.Packet})+gte(pts,{one.Plan.LastLeave + SplicePlan.Packet})'"),
                "-f", "adts", SafeInput.FileArgument(one.Middle)]),
        ];
    }

    private static IEnumerable<string> Open(CutPlan plan, decimal from, decimal? length)
    {
        var seek = from - ((decimal)plan.Source.StartTime.Ticks / TimeSpan.TicksPerSecond) - LeadSeconds;
        return
        [
            .. seek > 0 ? (string[])["-ss", Text(seek)] : [], .. length is { } limit ? (string[])["-t", Text(limit)] : [],
            .. SafeInput.Guards, "-i", SafeInput.FileArgument(plan.Source.Path),
        ];
    }

    private static IEnumerable<string> Encode(SplicePieces one, int input, long from, long until, string fade, string label, string output) =>
    [
        "-filter_complex",
        string.Create(
            CultureInfo.InvariantCulture,
            $"[{input}:{one.Track.Index}]atrim=start_pts={from}:end_pts={until},asetpts=N/SR/TB,{fade}[{label}{one.Track.Index}]"),
        "-map", $"[{label}{one.Track.Index}]", "-c:a", "aac", "-b:a", Text(Math.Clamp(one.Track.BitRate ?? 160_000, 48_000, 320_000)),
        "-f", "adts", SafeInput.FileArgument(output),
    ];

    private static string FadeIn(SplicePieces one)
    {
        // What lies between the grid and the start is silenced even without a fade: the moment before a clip's first is nobody's business.
        var plan = one.Plan;
        var silence = Silence(one);
        var before = plan.Start - plan.Grid;
        return plan.Fade > 0
            ? string.Create(CultureInfo.InvariantCulture, $"afade=t=in:ss={before + silence}:ns={plan.Fade - silence}")
            : before > 0 ? string.Create(CultureInfo.InvariantCulture, $"afade=t=in:ss={before - 1}:ns=1") : "anull";
    }

    private static string FadeOut(SplicePieces one)
    {
        // The encoder is fed on behind the end, so that its last packets come out.
        var plan = one.Plan;
        var pad = $"apad=pad_len={Behind}";
        return plan.Fade > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{pad},afade=t=out:ss={plan.End - plan.Fade - plan.TailGrid}:ns={plan.Fade - Silence(one)}")
            : pad;
    }

    private static long Silence(SplicePieces one) => Math.Min((long)(SoundChain.SilenceSeconds * one.Track.SampleRate), one.Plan.Fade / 4);

    private static decimal Seconds(SplicePieces one, long samples) => (decimal)samples / one.Track.SampleRate;

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
