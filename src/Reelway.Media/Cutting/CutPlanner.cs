namespace Reelway.Media;

/// <summary>Plans a cut from looks at its two ends: what planning costs does not grow with the length of the recording.</summary>
/// <remarks>Only where a container has no index, or a packet no timestamp, everything is listed; such recordings are encoded in full anyway.</remarks>
internal sealed class CutPlanner(WindowProbe windows, FrameTimes frameTimes)
{
    /// <summary>How far to look into the range beyond the fades at first: a group of pictures seldom lasts longer than 10 s.</summary>
    private const decimal FirstLookSeconds = 12;

    /// <summary>How far to look before the range at first, and how many times further where that shows nothing.</summary>
    private const decimal FirstLookBackSeconds = 1;
    private const decimal LookBackFactor = 60;

    /// <summary>Plans.</summary>
    /// <param name="render"><see cref="MediaRender.Full"/>: nothing is copied.</param>
    /// <param name="audio"><see cref="MediaAudio.Encode"/>: no sound is copied.</param>
    public async Task<CutPlan> PlanAsync(MediaInfo info, CutRange range, MediaRender render, MediaAudio audio, CancellationToken cancellation)
    {
        var start = Seconds(info.StartTime + range.Start);
        var end = Seconds(info.StartTime + range.End);
        var obstacle = render == MediaRender.Full ? "a full render was asked for" : SmartChoice.Obstacle(info);
        var before = FirstLookBackSeconds;
        for (var inside = Seconds(range.Fade) + FirstLookSeconds; info.IsIndexed;)
        {
            if (await windows.LookAsync(info, start, end, before, inside, cancellation) is not { } seen)
            {
                obstacle ??= "packets of its picture have no timestamps";
                break;
            }

            // Containers are entered by decoding time. Where frames stand for seconds, one that is decoded before a moment may be shown long after it.
            if (start > before && seen.Start.All(packet => info.Video[0].TimeBase.ToSeconds(packet.Pts) > start))
            {
                before *= LookBackFactor;
                continue;
            }

            inside *= 3;
            if (!seen.IsWhole
                && (seen.Start.All(packet => info.Video[0].TimeBase.ToSeconds(packet.Pts) < start)
                    || seen.End.All(packet => info.Video[0].TimeBase.ToSeconds(packet.Pts) > end - Seconds(range.Fade) - FirstLookBackSeconds)))
            {
                continue;
            }

            var plan = CutPlan.Of(info, range, seen.Frames, seen.FramesStand(info.Video[0].TimeBase));
            if (obstacle is not null)
            {
                return plan with { Reason = obstacle };
            }

            var choice = SmartChoice.Of(plan, seen, Entries(info));
            if (!choice.LookFurther)
            {
                plan = plan with { Smart = choice.Plan, Reason = choice.Reason };
                return choice.Plan is null ? plan : plan with { Sound = SoundPlan.Of(plan, seen, audio) };
            }
        }

        var listing = await frameTimes.ListAsync(info, start, end, cancellation);
        return listing.CountedStep is { } step
            ? CutPlan.Of(AtRateOf(info, step), range, listing.Frames) with
            {
                Counted = (listing.Frames[0].Pts, step),
                Reason = "its container does not say when the frames are shown that it reorders, so they are counted",
            }
            : CutPlan.Of(info, range, listing.Frames, ShownFrames.Stand(info.Video[0].TimeBase, listing.Frames)) with { Reason = obstacle ?? "" };
    }

    /// <summary>What such a container says of its rate may be twice the true one.</summary>
    private static MediaInfo AtRateOf(MediaInfo info, long step)
    {
        var video = info.Video[0];
        return info with { Video = [video with { FrameRate = new Rational(video.TimeBase.Denominator, video.TimeBase.Numerator * step) }, .. info.Video.Skip(1)] };
    }

    private static int Entries(MediaInfo info)
    {
        using var file = NamedFile.Open(info.Path);
        return Mp4Layout.Read(file, info.Video[0].Index)?.VideoEntries ?? 1;
    }

    private static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
