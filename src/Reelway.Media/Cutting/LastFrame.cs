using System.Globalization;

namespace Reelway.Media;

/// <summary>How long the last frame is held. Left alone, the muxer shows it as long as the one before, which is wrong where the rate varies.</summary>
internal static class LastFrame
{
    /// <summary>The bitstream filter that says so to the muxer.</summary>
    /// <param name="firstPts">The source's timestamp of the frame that is 0 in the encoded file.</param>
    /// <param name="timescale">Ticks per second of the encoded file; a multiple of those of the source.</param>
    /// <remarks>Both timestamps are named although they stay: what is not named the filter takes from the decoding time, which reorders B frames.</remarks>
    public static string Held(CutPlan plan, long firstPts, long timescale)
    {
        var ticks = plan.Video.TimeBase.Numerator * (timescale / plan.Video.TimeBase.Denominator);
        return Held((plan.LastPts - firstPts) * ticks, (plan.EndPts - plan.LastPts) * ticks);
    }

    /// <summary>The same for a clip that is shown before or after.</summary>
    /// <param name="beginTicks">When it begins in the encoded file, in ticks of its own.</param>
    /// <param name="timescale">Ticks per second of the encoded file; a multiple of its own.</param>
    /// <param name="earlierTicks">How much earlier than encoded its packets are to be decoded.</param>
    public static string Held(Bumper bumper, long beginTicks, long timescale, long earlierTicks = 0)
    {
        var ticks = bumper.TimeBase.Numerator * (timescale / bumper.TimeBase.Denominator);

        // Half a frame early, since filters on the way count in other ticks.
        var last = (bumper.At(bumper.Frames - 2) + bumper.At(bumper.Frames - 1)) / 2;
        return Held((beginTicks + last) * ticks, (bumper.Ticks - bumper.At(bumper.Frames - 1)) * ticks, earlierTicks * ticks);
    }

    /// <summary>The same for a whole clip, intro and outro included.</summary>
    public static string Held(CutPlan plan, long timescale) => plan.Outro is { } outro
        ? Held(outro, plan.IntroTicks + plan.EndPts - plan.FirstPts, timescale)
        : Held(plan, plan.FirstPts - plan.IntroTicks, timescale);

    /// <summary>Of packets whose length nobody knows, the last one decoded would have none, and the index end that much early.</summary>
    private static string Held(long lastTicks, long heldTicks, long earlierTicks = 0)
        => string.Create(CultureInfo.InvariantCulture, $"setts=pts=PTS:dts=DTS-{earlierTicks}:duration=if(gte(PTS\\,{lastTicks})\\,{heldTicks}\\,if(DURATION\\,DURATION\\,{heldTicks}))");
}
