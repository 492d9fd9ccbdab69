using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Engine.Workers;

namespace Reelway.Engine.Execution;

/// <summary>What some process has to do for all: wake what is due, do the host's timed work, and take over what a dead worker has left.</summary>
/// <remarks>Any number of processes may do it at once; each takes what no other is at.</remarks>
internal sealed class Upkeep(
    RunStore store, WorkerMembership membership, LiveRuns live, Doorbell doorbell, IEnumerable<ITimedWork> timed, EngineOptions options, TimeProvider clock,
    ILogger<Upkeep> log)
{
    private readonly IReadOnlyList<ITimedWork> _timed = [.. timed];

    private long _sweptAt;
    private bool _hasSwept;

    /// <summary>Does what is due now. Returns how long nothing more will be.</summary>
    public async Task<TimeSpan> RunAsync(CancellationToken cancellation)
    {
        var sweeps = !_hasSwept || SinceSweep() >= options.Sweep;
        if (sweeps || doorbell.EarliestDueMs <= store.NowMs)
        {
            await WakeAsync(cancellation);
        }

        if (sweeps)
        {
            await TakeOverAsync(cancellation);
            await store.FoldCountsAsync(cancellation);
            (_sweptAt, _hasSwept) = (clock.GetTimestamp(), true);
        }

        var untilSweep = options.Sweep - SinceSweep();
        var untilDue = doorbell.EarliestDueMs == long.MaxValue ? untilSweep : TimeSpan.FromMilliseconds(doorbell.EarliestDueMs - store.NowMs);
        return untilDue < untilSweep ? untilDue : untilSweep;
    }

    // By the monotonic clock: one that is set back must not put off the sweep.
    private TimeSpan SinceSweep() => clock.GetElapsedTime(_sweptAt);

    private async Task WakeAsync(CancellationToken cancellation)
    {
        doorbell.ForgetDue();
        var woken = await store.WakeAsync(cancellation);
        foreach (var queue in woken.Distinct())
        {
            doorbell.RingFor(queue);
        }

        // After a long downtime there are more; work already woken is taken up in between.
        if (woken.Count == RunStore.BatchSize)
        {
            doorbell.Due(store.NowMs);
        }
        else if (await store.NextDueAsync(cancellation) is { } due)
        {
            doorbell.Due(due);
        }

        foreach (var work in _timed)
        {
            if (await work.RunAsync(cancellation) is { } due)
            {
                doorbell.Due(due);
            }
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        while (await store.TakeOverAsync(membership.Identity?.Id ?? "", options.MaxCrashes, cancellation) is { } taken)
        {
            log.WorkerTakenOver(taken.Worker, taken.Runs.Count);
            foreach (var run in taken.Runs)
            {
                live.Settle(run);
            }

            doorbell.RingAll();
        }
    }
}
