namespace Reelway.Engine.Execution;

/// <summary>The right to write for a run: valid while the run's epoch is this one.</summary>
internal sealed record RunLease(long RunId, long Epoch, long Generation);

/// <summary>A run that this process has claimed, with all that is needed to execute it.</summary>
internal sealed record ClaimedRun(RunLease Lease, string Flow, int FlowVersion, string Key, string Input, string? CancelReason, long? ParentId)
{
    /// <summary>The W3C trace context of whoever started it; null when that was not traced.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Somebody else owns the run now; nothing was written.</summary>
internal sealed class LeaseLostException(long runId)
    : Exception($"{new RunId(runId)} belongs to another worker now; this worker's write was refused.");
