using System.Globalization;

namespace Reelway.Media;

/// <summary>How long the last frame is held. Left alone, the muxer shows it as long as the one before, which is wrong where the rate varies.</summary>
internal static class LastFrame
{
    /// <summary>The bitstream filter that says so to the muxer.</summary>
    /// <param name="firstPts">The source's timestamp of the frame that is 0 in the encoded file.</param>
    /// <param name="timescale">Ticks per second of the encoded file; a multiple of those of the source.</param>
    public static string Held(CutPlan plan, long firstPts, long timescale) => Filter("DTS", Duration(plan, firstPts, timescale));

    /// <summary>The same for a clip that is shown before or after.</summary>
    /// <param name="beginTicks">When it begins in the encoded file, in ticks of its own.</param>
    /// <param name="timescale">Ticks per second of the encoded file; a multiple of its own.</param>
    /// <param name="earlierTicks">How much earlier than encoded its packets are to be decoded.</param>
    public static string Held(Bumper bumper, long beginTicks, long timescale, long earlierTicks = 0)
        => Filter($"DTS-{earlierTicks * Ticks(bumper.TimeBase, timescale)}", Duration(bumper, beginTicks, timescale));

    /// <summary>The same for a whole clip, intro and outro included; and its index ends where the clip does.</summary>
    /// <remarks>
    /// An index adds up the times between decodings. Its sum is right when the last packet is decoded as long before the clip's end, its own length included, as
    /// the first one is before the beginning. Where frames are reordered and the rate changes, it is not so by itself.
    /// </remarks>
    public static string Held(CutPlan plan, long timescale)
    {
        const string last = "eq(NEXT_DTS\\,NOPTS)";
        const string decoded = "max(DTS\\,PTS+STARTDTS)";
        var talk = plan.IntroTicks + plan.EndPts - plan.FirstPts;
        var held = plan.Outro is { } outro ? Duration(outro, talk, timescale) : Duration(plan, plan.FirstPts - plan.IntroTicks, timescale);
        var end = (talk + (plan.Outro?.Ticks ?? 0)) * Ticks(plan.Video.TimeBase, timescale);
        return Filter($"if({last}\\,{decoded}\\,DTS)", string.Create(CultureInfo.InvariantCulture, $"if({last}\\,max(1\\,{end}+STARTDTS-{decoded})\\,{held})"));
    }

    /// <remarks>Both timestamps are named although they stay: what is not named the filter takes from the decoding time, which reorders B frames.</remarks>
    private static string Filter(string decoded, string duration) => $"setts=pts=PTS:dts={decoded}:duration={duration}";

    private static string Duration(CutPlan plan, long firstPts, long timescale)
    {
        var ticks = Ticks(plan.Video.TimeBase, timescale);

        // A repeated frame has its time from filters that count in other ticks: a little early is behind every other frame still.
        var early = plan.Repeated.Last == plan.LastPts - plan.FirstPts ? (long)(plan.StepTicks / 4) : 0;
        return Duration((plan.LastPts - early - firstPts) * ticks, (plan.EndPts - plan.LastPts) * ticks);
    }

    private static string Duration(Bumper bumper, long beginTicks, long timescale)
    {
        var ticks = Ticks(bumper.TimeBase, timescale);

        // Half a frame early, since filters on the way count in other ticks.
        var last = (bumper.At(bumper.Frames - 2) + bumper.At(bumper.Frames - 1)) / 2;
        return Duration((beginTicks + last) * ticks, (bumper.Ticks - bumper.At(bumper.Frames - 1)) * ticks);
    }

    /// <summary>Of packets whose length nobody knows, the last one decoded would have none, and the index end that much early.</summary>
    private static string Duration(long lastTicks, long heldTicks)
        => string.Create(CultureInfo.InvariantCulture, $"if(gte(PTS\\,{lastTicks})\\,{heldTicks}\\,if(DURATION\\,DURATION\\,{heldTicks}))");

    private static long Ticks(Rational timeBase, long timescale) => timeBase.Numerator * (timescale / timeBase.Denominator);
}
