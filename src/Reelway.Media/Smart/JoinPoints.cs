namespace Reelway.Media;

/// <summary>Questions about places in a list of packets, which stand in the order they are decoded.</summary>
/// <remarks>
/// The copy has to begin with an IDR picture, since parameter sets may change only at one. It may end in the middle of a group of pictures: a
/// picture needs only such as are decoded before it, so all that is decoded up to any point can be shown, and the tail begins with an IDR picture of
/// its own. The point has to be one where the frames decoded so far are also those shown so far.
/// </remarks>
internal static class JoinPoints
{
    /// <summary>When the frames of the clip in [from, until) are shown, in that order: the recording's own and the repeated ones.</summary>
    public static IReadOnlyList<long> Shown(CutPlan plan, IReadOnlyList<PacketTime> packets, long from, long until)
        => [.. packets.Select(packet => packet.Pts).Concat(plan.Repeated.Times.Select(time => plan.FirstPts + time)).Where(pts => pts >= from && pts < until).Order()];

    /// <summary>True when an encoded head, whose last packet is decoded when the frame is shown that lies the reorder delay before it, comes before the first copied packet.</summary>
    public static bool HeadFits(IReadOnlyList<long> shown, PacketTime first, int reorder) => shown.Count <= reorder || shown[^(reorder + 1)] < first.Dts;

    /// <summary>When the first of the packets from <paramref name="at"/> on is shown, if none before is shown later; else null.</summary>
    public static long? CleanCut(IReadOnlyList<PacketTime> packets, int at)
    {
        // Reordering reaches a few packets; 32 is more than the 16 frames that any decoder keeps.
        const int reach = 32;
        var before = long.MinValue;
        for (var i = Math.Max(0, at - reach); i < at; i++)
        {
            before = Math.Max(before, packets[i].Pts);
        }

        var after = long.MaxValue;
        for (var i = at; i < Math.Min(packets.Count, at + reach); i++)
        {
            after = Math.Min(after, packets[i].Pts);
        }

        return before < after ? after : null;
    }

    /// <summary>What keeps the copy from beginning at this packet, in words; null when nothing does.</summary>
    /// <param name="shown">When the frames before it are shown.</param>
    public static string? Problem(IReadOnlyList<PacketTime> packets, int at, IReadOnlyList<long> shown, int reorder)
    {
        var first = packets[at];
        if (CleanCut(packets, at) != first.Pts && at > 0)
        {
            return "frames around its IDR pictures are shown in another order than they are decoded in";
        }

        if (packets.Zip(packets.Skip(1)).Any(pair => pair.Second.Dts <= pair.First.Dts) || packets.Any(packet => packet.Pts < packet.Dts))
        {
            return "its decoding times do not rise";
        }

        return HeadFits(shown, first, reorder) ? null : $"its frames are decoded further ahead than the {reorder} frames that it states";
    }

    /// <summary>True when an encoded tail, whose first packet is decoded the reorder delay before it is shown, comes after the last copied packet.</summary>
    /// <param name="shown">When its frames are shown.</param>
    /// <param name="last">The last copied packet.</param>
    public static bool TailFits(IReadOnlyList<long> shown, PacketTime last, int reorder)
        => shown.Count > reorder && shown[0] - (shown[reorder] - shown[0]) > last.Dts;

    /// <summary>Least time between two frames that were seen, in seconds; at most one frame of the average rate.</summary>
    public static decimal ShortestStep(SourceWindows windows, VideoTrack video)
    {
        var shown = windows.Frames.Select(frame => frame.Pts).ToList();
        var step = shown.Zip(shown.Skip(1), (one, next) => next - one).DefaultIfEmpty(long.MaxValue).Min();
        return Math.Min(video.TimeBase.ToSeconds(step), 1 / video.FrameRate.Value);
    }
}
