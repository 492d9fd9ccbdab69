namespace Reelway.Media;

/// <summary>Cuts a recording to a range and fades picture and sound in and out.</summary>
public sealed class VideoCutter
{
    private readonly MediaProbe _probe;
    private readonly FrameTimes _frameTimes;
    private readonly FullRender _fullRender;
    private readonly CutProof _proof;
    private readonly MediaOptions _options;
    private readonly TimeProvider _time;

    internal VideoCutter(MediaProbe probe, FrameTimes frameTimes, FullRender fullRender, CutProof proof, MediaOptions options, TimeProvider time)
    {
        _probe = probe;
        _frameTimes = frameTimes;
        _fullRender = fullRender;
        _proof = proof;
        _options = options;
        _time = time;
    }

    /// <summary>Makes the clip. Either the whole, checked file is there afterwards, or nothing is.</summary>
    /// <param name="request">What to keep.</param>
    /// <param name="progress">Told the share done, 0 to 1, never falling; 1 when the file is there. Null: nobody listens.</param>
    /// <param name="cancellation">Ends the encoder within seconds and removes what it wrote.</param>
    /// <exception cref="MediaException">The recording or the times cannot be used, the disk is full, or a tool is missing or failed.</exception>
    public async Task<CutResult> CutAsync(CutRequest request, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _time.GetTimestamp();
        CutRange.Check(request);
        var output = Path.GetFullPath(request.Output);
        progress?.Report(0);
        var plan = await PlanAsync(request, output, cancellation);

        using var part = PartFile.Create(output);

        // Only the finished file is 1: the rename is still to come when the encoder is done.
        await _fullRender.RenderAsync(plan, part.Path, share => progress?.Report(Math.Min(share, 0.99)), cancellation);
        var frames = await _proof.CheckAsync(plan, part.Path, cancellation);
        var (bytes, sha256) = await part.MeasureAsync(cancellation);
        part.Keep();
        progress?.Report(1);
        return new CutResult
        {
            Output = output,
            Mode = FullRender.Mode,
            Reason = FullRender.Reason(plan, frames),
            DurationSeconds = (double)plan.DurationSeconds,
            Frames = frames,
            FadeSeconds = (double)plan.FadeSeconds,
            Bytes = bytes,
            Sha256 = sha256,
            Elapsed = _time.GetElapsedTime(started),
        };
    }

    private async Task<CutPlan> PlanAsync(CutRequest request, string output, CancellationToken cancellation)
    {
        var info = await _probe.ProbeAsync(request.Source, cancellation);
        if (info.Path == output)
        {
            throw new MediaException(MediaFaultKind.Failed, $"{output} is the recording itself: name another output.");
        }

        var range = CutRange.Of(request, info, _options.Fade);
        var offset = (decimal)info.StartTime.Ticks / TimeSpan.TicksPerSecond;
        var frames = await _frameTimes.ListAsync(
            info, offset + (decimal)range.Start.TotalSeconds, offset + (decimal)range.End.TotalSeconds, cancellation);
        return CutPlan.Of(info, range, frames);
    }
}
