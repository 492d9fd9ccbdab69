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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"setts=pts=PTS:dts=DTS:duration=if(gte(PTS\\,{(plan.LastPts - firstPts) * ticks})\\,{(plan.EndPts - plan.LastPts) * ticks}\\,DURATION)");
    }
}
