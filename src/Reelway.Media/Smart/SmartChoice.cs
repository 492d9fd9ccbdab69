namespace Reelway.Media;

/// <summary>Decides from what was seen of a recording whether its middle can be copied, and from where to where.</summary>
/// <param name="Plan">Null when every frame has to be encoded.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="LookFurther">True when a wider look may find what is missing.</param>
internal sealed record SmartChoice(SmartPlan? Plan, string Reason, bool LookFurther = false)
{
    /// <summary>x264 knows settings for no other reorder delays (see <see cref="EndArguments"/>).</summary>
    private const int DeepestReorder = 2;

    private const decimal LongestSeekAheadSeconds = 0.25m;

    /// <summary>What rules out a copy whatever the range is; null when nothing does.</summary>
    public static string? Obstacle(MediaInfo info)
    {
        var video = info.Video[0];
        return video switch
        {
            { Codec: not "h264" } => $"the picture is {video.Codec}, and the clip has to be H.264",
            _ when info.HasSeveralParts => "its edit list shows several parts one after the other, which a copy would not keep in step",
            { IsInterlaced: true } => "the picture is interlaced",
            { PixelFormat: not ("yuv420p" or "yuvj420p") } => $"the picture is {video.PixelFormat ?? "of an unknown format"}, which does not play everywhere",
            { Profile: not ("Constrained Baseline" or "Baseline" or "Main" or "High") } => $"the picture is H.264 of profile {video.Profile ?? "unknown"}, which does not play everywhere",
            { IsHdr: true } => "the picture is HDR, which does not play everywhere",
            { ReorderDepth: < 0 or > DeepestReorder } => $"its frames are reordered by {video.ReorderDepth}, which the encoded ends cannot match",
            { TimeBase.Numerator: not 1 } => $"its time base {video.TimeBase} is none that an MP4 has",
            _ when video.Width % 2 != 0 || video.Height % 2 != 0 => "its sides are of odd length",
            _ when !video.FrameRate.IsKnown => "its frame rate is unknown",
            _ when !info.IsIndexed => $"{info.Container} has no index",
            _ => null,
        };
    }

    /// <summary>Decides.</summary>
    /// <param name="plan">What is kept.</param>
    /// <param name="windows">What was seen.</param>
    /// <param name="entries">Sample entries of the picture, where the container has such.</param>
    public static SmartChoice Of(CutPlan plan, SourceWindows windows, int entries)
    {
        var video = plan.Video;
        if (entries > 1 || windows.PictureChanges)
        {
            return Full("the kind or size of its picture changes on the way");
        }

        if (windows.ParameterSets is not { } sets)
        {
            return Full("its parameter sets are not where they belong");
        }

        if (sets.Sequence.Count != 1)
        {
            return Full("its picture has several sequence parameter sets");
        }

        var used = sets.Ids.ToHashSet();
        List<int> ids = [.. Enumerable.Range(0, 32).Select(number => (number + 7) % 32).Where(number => !used.Contains(number)).Take(3)];
        var fade = video.TimeBase.ToTicks(plan.FadeSeconds);
        if (Middle(plan, windows.Start, windows.IdrPictures, plan.FirstPts + fade) is not { } middle)
        {
            return new SmartChoice(null, "no IDR picture to begin the copy with lies between the fades", LookFurther: !windows.IsWhole);
        }

        var first = windows.Start[middle];
        var reorder = video.ReorderDepth;
        var head = JoinPoints.Shown(plan, windows.Start, plan.FirstPts, first.Pts);
        if (JoinPoints.Problem(windows.Start, middle, head, reorder) is { } problem)
        {
            return Full(problem);
        }

        if (Tail(plan, windows.End, first, plan.LastPts - fade) is not { } tail)
        {
            return Full("no frame to end the copy with lies between its first IDR picture and the fade at the end");
        }

        var tailPts = windows.End.Skip(tail).Min(packet => packet.Pts);
        var end = JoinPoints.Shown(plan, windows.End, tailPts, plan.EndPts);
        var next = windows.Start.Skip(middle + 1).Where(packet => packet.IsKey).Select(packet => packet.Pts).DefaultIfEmpty(long.MaxValue).First();
        var ahead = Math.Min(LongestSeekAheadSeconds, video.TimeBase.ToSeconds(Math.Min(next, tailPts) - first.Pts) / 2);

        // ffmpeg looks for the place of a frame in the decoding times by supposing that it runs ahead by as much as the first frame of all does. That is
        // wrong where a recording begins with few frames in a second, and would begin the copy with a group too early.
        ahead += Math.Max(0, video.TimeBase.ToSeconds((windows.FirstLead ?? 0) - (first.Pts - first.Dts)));
        if (ahead >= video.TimeBase.ToSeconds(tailPts - first.Pts))
        {
            return Full("its first frames are shown too far apart for so short a copied part to be found");
        }

        return new SmartChoice(
            new SmartPlan
            {
                HeadFrames = head.Count,
                MiddlePts = first.Pts,
                TailPts = tailPts,
                Marks = (first, windows.End[tail]),
                TailFrames = end.Count,
                MiddleEndSeconds = video.TimeBase.ToSeconds((windows.End[tail - 1].Dts + windows.End[tail].Dts) / 2m),
                SeekAheadSeconds = ahead,
                LeadSeconds = JoinPoints.ShortestStep(windows, video) / 2,
                ParameterSets = sets,
                ParameterSetId = ids[0],
                BumperIds = (ids[1], ids[2]),
                HeadReachTicks = head[reorder] - plan.FirstPts,
                TailReachTicks = plan.EndPts - end[^(reorder + 1)],
            },
            "everything between the fades is copied bit for bit");
    }

    private static SmartChoice Full(string reason) => new(null, reason);

    /// <summary>Place in the list of the first IDR picture that is late enough.</summary>
    private static int? Middle(CutPlan plan, IReadOnlyList<PacketTime> packets, IReadOnlySet<long> idrPictures, decimal earliest)
    {
        for (var i = 0; i < packets.Count; i++)
        {
            if (packets[i].Pts >= earliest
                && packets[i].Pts < plan.LastPts
                && idrPictures.Contains(packets[i].Pts)
                && JoinPoints.Shown(plan, packets, plan.FirstPts, packets[i].Pts) is var head && head.Count > plan.Video.ReorderDepth

                // Repeated frames may come too late for a packet that is decoded long before it is shown; then a later picture will do.
                && (plan.Repeated.Count == 0 || JoinPoints.HeadFits(head, packets[i], plan.Video.ReorderDepth)))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Place in the list of the last packet at which the copy can stop.</summary>
    private static int? Tail(CutPlan plan, IReadOnlyList<PacketTime> packets, PacketTime middle, decimal latest)
    {
        for (var i = packets.Count - 1; i > 0; i--)
        {
            if (packets[i].Dts > middle.Dts
                && JoinPoints.CleanCut(packets, i) is { } pts
                && pts > middle.Pts
                && pts <= latest
                && JoinPoints.TailFits(JoinPoints.Shown(plan, packets, pts, plan.EndPts), packets[i - 1], plan.Video.ReorderDepth))
            {
                return i;
            }
        }

        return null;
    }
}
