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

    /// <summary>When it is to begin; null: as soon as there is a place for it.</summary>
    public long? DueMs { get; init; }

    public string? Why => DueMs is { } due ? BeginsAt(due) : null;

    public RunState State => DueMs is not null ? RunState.Waiting : Owner is null ? RunState.Queued : RunState.Running;

    public long Epoch => Owner is null ? 0 : Claimed.Lease.Epoch;

    /// <summary>Why a run that has not begun waits, in words.</summary>
    public static string BeginsAt(long dueMs) => $"It begins at {DateTimeOffset.FromUnixTimeMilliseconds(dueMs):yyyy-MM-dd HH:mm:ss} UTC.";

    /// <summary>The run as whoever starts it executes it.</summary>
    public ClaimedRun Claimed => new(new RunLease(Id, Epoch: 1, Generation: 0), Flow, Version, Key, Input, CancelReason: null, ParentId: null) { TraceParent = TraceParent };
}
