namespace Reelway.Media;

/// <summary>Compares any clip with the recording that it is said to be cut from.</summary>
public sealed class ClipProver
{
    private readonly VideoCutter _cutter;
    private readonly CutTools _with;

    internal ClipProver(VideoCutter cutter, CutTools tools) => (_cutter, _with) = (cutter, tools);

    /// <summary>Plans the cut again and looks whether <see cref="CutRequest.Output"/> is what the plan makes.</summary>
    /// <remarks>A clip with the parameter sets of a smart render is held to its rules, every other one to those of a full render.</remarks>
    /// <exception cref="MediaException">The recording, the clip or the times cannot be used, or a tool is missing or failed.</exception>
    public async Task<ProofReport> ProveAsync(CutRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var clip = Path.GetFullPath(request.Output);
        if (!File.Exists(clip))
        {
            throw ToolFaults.Unusable($"{clip} is gone or was never there: name the clip to compare.");
        }

        if (!NamedFile.IsRegular(clip))
        {
            throw ToolFaults.Unusable($"{clip} is not a regular file: name the clip to compare.");
        }

        using var scratch = _with.Scratch.Open();
        var plan = await _cutter.PlanAsync(request, scratch, cancellation);
        await using var content = NamedFile.Open(clip);
        var report = plan.Smart is { } smart && Mp4Layout.Read(content)?.Video is { Sequence.Count: > 1 }
            ? await _with.SmartProof.CheckAsync(plan, smart, clip, content, pieces: null, scratch, cancellation)
            : await _with.FullProof.CheckAsync(plan, clip, cancellation);
        return plan.Source.Audio.Count == 0 || report.Checks.Any(check => check.Name == "sound packets")
            ? report
            : report with { Checks = [.. report.Checks, new ProofCheck("sound", true, "all of it was encoded, so that none of its packets is the recording's")] };
    }
}
