using System.Globalization;

namespace Reelway.Media;

/// <summary>Compares the packets of a smart render with those of its recording.</summary>
internal static class FrameProof
{
    private const decimal ToleranceSeconds = 0.001m;

    /// <summary>Every frame of the range is there once, at its own time, and decoding times rise.</summary>
    public static ProofCheck Times(CutPlan plan, PacketListing source, PacketListing clip)
    {
        var talk = source.All.Where(frame => frame.Pts >= plan.FirstPts && frame.Pts < plan.EndPts).Select(frame => frame.Pts - plan.FirstPts + plan.IntroTicks).Order();
        var outroAt = plan.IntroTicks + plan.EndPts - plan.FirstPts;
        List<long> wanted = [.. plan.Intro?.Times ?? [], .. talk, .. (plan.Outro?.Times ?? []).Select(pts => outroAt + pts)];
        var found = clip.All.Select(frame => frame.Pts).Order().ToList();
        var tolerance = plan.Video.TimeBase.ToTicks(ToleranceSeconds);
        if (found.Count != wanted.Count)
        {
            return Failed("frames", $"{found.Count} frames instead of {wanted.Count}");
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (Math.Abs(found[i] - wanted[i]) > tolerance)
            {
                return Failed("frames", $"frame {i} is shown at {Seconds(plan, found[i])} s instead of {Seconds(plan, wanted[i])} s");
            }
        }

        for (var i = 0; i < clip.All.Count; i++)
        {
            var frame = clip.All[i];
            if (frame.Pts < frame.Dts || (i > 0 && frame.Dts <= clip.All[i - 1].Dts))
            {
                return Failed("frames", $"the decoding time of packet {i} is {Seconds(plan, frame.Dts)} s, which is not between the one before and its presentation");
            }
        }

        return new ProofCheck("frames", true, $"{found.Count} frames, each within 1 ms of its time in the recording");
    }

    /// <summary>The copied part is the recording's, bit for bit.</summary>
    public static ProofCheck Middle(CutPlan plan, SmartPlan smart, PacketListing source, PacketListing clip)
    {
        var tolerance = (long)plan.Video.TimeBase.ToTicks(ToleranceSeconds);
        var wanted = source.All.Where(frame => frame.Pts >= smart.MiddlePts && frame.Pts < smart.TailPts).ToList();
        var shift = plan.IntroTicks - plan.FirstPts;
        var found = clip.All.Where(frame => frame.Pts >= smart.MiddlePts + shift - tolerance && frame.Pts < smart.TailPts + shift - tolerance).ToList();
        if (found.Count != wanted.Count)
        {
            return Failed("middle", $"{found.Count} copied packets instead of {wanted.Count}");
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (!Same(source, wanted[i], clip, found[i]))
            {
                return Failed("middle", $"packet {i} of the copied part, at {Seconds(plan, wanted[i].Pts)} s of the recording, is not the recording's");
            }
        }

        return new ProofCheck("middle", true, $"{found.Count} packets are the recording's, bit for bit");
    }

    private static bool Same(PacketListing source, FrameSum wanted, PacketListing clip, FrameSum found)
        => (wanted.Size == found.Size && wanted.Sum == found.Sum)
            || (source.Keys.TryGetValue(wanted.Pts, out var wantedKey) && clip.Keys.TryGetValue(found.Pts, out var foundKey)
                && wantedKey.Size == foundKey.Size && wantedKey.Sum == foundKey.Sum);

    private static ProofCheck Failed(string name, string detail) => new(name, false, detail);

    private static string Seconds(CutPlan plan, long ticks) => plan.Video.TimeBase.ToSeconds(ticks).ToString("0.000", CultureInfo.InvariantCulture);
}
