namespace Reelway.Media;

/// <summary>Chooses where encoded and copied packets of a track meet, and puts them together.</summary>
internal static class SpliceJoin
{
    /// <summary>Chooses the places.</summary>
    /// <param name="head">Encoded from <see cref="SplicePlan.Grid"/> on, its encoder's first packet before that.</param>
    /// <param name="middle">Copied from the packet before <see cref="SplicePlan.FirstJoin"/> to <see cref="SplicePlan.LastLeave"/>.</param>
    /// <param name="tail">Encoded from <see cref="SplicePlan.TailGrid"/> on, its encoder's first packet before that.</param>
    /// <returns>Times of the first copied packet and of the first one after the copied part; null when no places fit.</returns>
    public static (long Join, long Leave)? Choose(SplicePlan plan, IReadOnlyList<AdtsFrame> head, AdtsRun middle, IReadOnlyList<AdtsFrame> tail)
    {
        if (head.Concat(tail).Append(middle[0]).Select(frame => frame.Format).Distinct().Count() != 1)
        {
            return null;
        }

        long? join = null, leave = null;
        for (var place = plan.FirstJoin; place <= plan.LastJoin && join is null; place += SplicePlan.Packet)
        {
            var replaced = (int)((place - plan.FirstJoin) / SplicePlan.Packet);
            join = Fits(At(head, HeadIndex(plan, place) - 1), middle[replaced], middle[replaced + 1]) ? place : null;
        }

        for (var place = plan.LastLeave; place >= plan.FirstLeave && leave is null; place -= SplicePlan.Packet)
        {
            var right = TailIndex(plan, place);
            leave = Fits(middle[MiddleIndex(plan, place) - 1], At(tail, right - 1), At(tail, right)) ? place : null;
        }

        return join is { } first && leave is { } last ? (first, last) : null;
    }

    /// <summary>The encoded packets before the copied part.</summary>
    public static IReadOnlyList<AdtsFrame> Before(SplicePlan plan, (long Join, long Leave) places, IReadOnlyList<AdtsFrame> head) => [.. head.Take(HeadIndex(plan, places.Join))];

    /// <summary>The encoded packets after it.</summary>
    public static IReadOnlyList<AdtsFrame> After(SplicePlan plan, (long Join, long Leave) places, IReadOnlyList<AdtsFrame> tail) => [.. tail.Skip(TailIndex(plan, places.Leave))];

    /// <summary>Writes the finished track.</summary>
    public static async Task WriteAsync(
        SplicePlan plan, (long Join, long Leave) places, IReadOnlyList<AdtsFrame> head, AdtsRun middle, IReadOnlyList<AdtsFrame> tail, string path,
        CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1024 * 1024);
        foreach (var frame in Before(plan, places, head))
        {
            await file.WriteAsync(frame.Bytes, cancellation);
        }

        await middle.CopyAsync(MiddleIndex(plan, places.Join), MiddleIndex(plan, places.Leave), file, cancellation);
        foreach (var frame in After(plan, places, tail))
        {
            await file.WriteAsync(frame.Bytes, cancellation);
        }
    }

    /// <summary>
    /// The window of the left packet has to end as the right one's begins, both long, and to have the shape that the right packet's
    /// encoder expected of the packet that is replaced or left out. A wrong sequence would be heard, a wrong shape be measured.
    /// </summary>
    private static bool Fits(AdtsFrame? left, AdtsFrame? expected, AdtsFrame? right)
        => left?.Window is { Sequence: AdtsFrame.OnlyLong } one
            && right?.Window is { Sequence: AdtsFrame.OnlyLong or AdtsFrame.LongStart }
            && expected?.Window is { } other
            && one.Shape == other.Shape;

    private static int HeadIndex(SplicePlan plan, long time) => (int)((time - plan.Grid) / SplicePlan.Packet) + 1;

    private static int MiddleIndex(SplicePlan plan, long time) => (int)((time - plan.FirstJoin) / SplicePlan.Packet) + 1;

    private static int TailIndex(SplicePlan plan, long time) => (int)((time - plan.TailGrid) / SplicePlan.Packet) + 1;

    private static AdtsFrame? At(IReadOnlyList<AdtsFrame> frames, int index) => index >= 0 && index < frames.Count ? frames[index] : null;
}
