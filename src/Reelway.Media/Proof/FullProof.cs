namespace Reelway.Media;

/// <summary>Looks at a clip of which every frame was encoded.</summary>
internal sealed class FullProof(ClipProof clips, FrameTimes frameTimes, TimeProvider time)
{
    /// <summary>Of a damaged recording so many frames may be missing in the middle; the others keep their times.</summary>
    private const decimal LostFramesShare = 0.01m;

    public async Task<ProofReport> CheckAsync(CutPlan plan, string part, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var clip = await clips.ProbeAsync(part, cancellation);
        var found = clip.Video[0].Frames ?? 0;
        var listed = (await frameTimes.ListAsync(plan.Source, plan.FirstSeconds, plan.Video.TimeBase.ToSeconds(plan.EndPts), cancellation)).Frames;
        var wanted = listed.Count(frame => frame.Pts >= plan.FirstPts && frame.Pts < plan.EndPts) + plan.Repeated.Count + plan.BumperFrames;
        var complete = found <= wanted && found >= wanted - Math.Max(1, wanted * LostFramesShare);
        var detail = (wanted - found) switch
        {
            0 => $"all {wanted} frames came out",
            > 0 when complete => $"{wanted - found} damaged frames of {wanted} are missing",
            _ => $"{found} of its {wanted} frames came out",
        };
        List<ProofCheck> checks = [new ProofCheck("frames", complete, detail), ClipProof.Durations(plan, clip)];
        if (checks.All(check => check.Passed))
        {
            checks.Add(await clips.FadesAsync(plan, part, cancellation));
        }

        return new ProofReport(checks, found, time.GetElapsedTime(started));
    }
}
