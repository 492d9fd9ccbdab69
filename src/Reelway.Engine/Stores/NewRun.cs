using Reelway.Engine.Execution;

namespace Reelway.Engine.Stores;

/// <summary>A run that is to be started. Id, time and stamp are the store's; see <see cref="RunStore.Draft"/>.</summary>
/// <param name="InputHash">Tells whether the same key came with the same input.</param>
/// <param name="TraceParent">The W3C trace context of whoever starts it, or null.</param>
internal sealed record NewRun(string Flow, int Version, string Queue, string Key, string Input, string InputHash, string? TraceParent = null)
{
    public long Id { get; init; }

    public long NowMs { get; init; }

    /// <summary>See <see cref="RunStamp"/>.</summary>
    public string? Stamp { get; init; }

    /// <summary>The worker that executes it from its start on; null when it is to be queued.</summary>
    public string? Owner { get; init; }

    public RunState State => Owner is null ? RunState.Queued : RunState.Running;

    public long Epoch => Owner is null ? 0 : Claimed.Lease.Epoch;

    /// <summary>The run as whoever starts it executes it.</summary>
    public ClaimedRun Claimed => new(new RunLease(Id, Epoch: 1, Generation: 0), Flow, Version, Key, Input, CancelReason: null, ParentId: null) { TraceParent = TraceParent };
}
