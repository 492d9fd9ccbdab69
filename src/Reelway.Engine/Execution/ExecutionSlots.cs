using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine.Stores;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

/// <summary>This process's places for runs: what is executed in them, and how many are free.</summary>
/// <remarks>
/// A run that starts where there is a free place is stored as claimed and executed at once: nobody has to look for it. Where there is none, where
/// others wait already, or where its flow's queue is not served, it goes to the end of its queue.
/// </remarks>
internal sealed class ExecutionSlots(FlowRegistry flows, IServiceScopeFactory scopes, StepExecution.Services services)
{
    private readonly ConcurrentDictionary<RunLease, Task> _taken = [];
    private readonly Lock _gate = new();
    private int _free = services.Options.Concurrency;
    private Shift? _shift;

    // True: more may be ready than there were places for, so that every place that gets free is a reason to look.
    private volatile bool _moreIsReady;

    /// <summary>More runs may be ready than there are places for. None is started ahead of them then.</summary>
    public bool MoreIsReady
    {
        get => _moreIsReady;
        set => _moreIsReady = value;
    }

    public bool AnyIsFree => Volatile.Read(ref _free) > 0;

    /// <summary>What is executed now; completes when it has ended or was left.</summary>
    public ICollection<Task> Executions => _taken.Values;

    /// <summary>From now on runs that start here may be taken up at once.</summary>
    public void Open(WorkerIdentity worker, StopSignals stop)
    {
        lock (_gate)
        {
            _shift = new Shift(worker, stop);
        }
    }

    /// <summary>From now on nothing is taken up any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _shift = null;
        }
    }

    /// <summary>Makes a run durable, and executes it at once if it can. See <see cref="RunStore.StartAsync"/>.</summary>
    public async Task<StartedRun> StartAsync(NewRun run, Func<IDbSession, Task>? also, CancellationToken cancellation)
    {
        var place = TakeFor(run);
        var executed = false;
        try
        {
            var started = await services.Store.StartAsync(place is null ? run : run with { Owner = place.Worker }, also, cancellation);
            if (started.Created && place is not null)
            {
                executed = true;
                place.Fill(run.Claimed);
            }
            else if (started.Created)
            {
                Ring(run);
            }

            return started;
        }
        finally
        {
            if (!executed)
            {
                place?.Leave();
            }
        }
    }

    /// <summary>Makes runs durable as one transaction, and executes at once as many of them as it can. See <see cref="RunStore.StartManyAsync"/>.</summary>
    public async Task<IReadOnlyList<StartedRun>> StartManyAsync(
        IReadOnlyList<NewRun> runs, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation)
    {
        var places = runs.Select(TakeFor).ToArray();
        try
        {
            var started = await services.Store.StartManyAsync([.. runs.Select((run, i) => places[i] is { } place ? run with { Owner = place.Worker } : run)], also, cancellation);
            var queued = new List<NewRun>();
            for (var i = 0; i < places.Length; i++)
            {
                if (started[i].Created && places[i] is { } place)
                {
                    places[i] = null;
                    place.Fill(runs[i].Claimed);
                }
                else if (started[i].Created)
                {
                    queued.Add(runs[i]);
                }
            }

            // One ring for each thing to look at, however many runs it is for.
            foreach (var run in queued.GroupBy(run => run.DueMs is null ? run.Queue : null).Select(same => same.MinBy(run => run.DueMs)!))
            {
                Ring(run);
            }

            return started;
        }
        finally
        {
            Array.ForEach(places, place => place?.Leave());
        }
    }

    /// <summary>Takes places for runs that are to be claimed. While nobody waits, half of what is free is left for runs that start.</summary>
    public int Take()
    {
        while (true)
        {
            var free = Volatile.Read(ref _free);
            var taken = Math.Min(RunStore.BatchSize, _moreIsReady ? free : (free + 1) / 2);
            if (taken <= 0 || Interlocked.CompareExchange(ref _free, free - taken, free) == free)
            {
                return Math.Max(taken, 0);
            }
        }
    }

    /// <summary>Gives back places that were taken and not needed.</summary>
    public void Return(int places) => Interlocked.Add(ref _free, places);

    /// <summary>Executes a claimed run in a place that was taken for it.</summary>
    public void Execute(ClaimedRun run, StopSignals stop)
    {
        var place = new Place("");
        Occupy(run.Lease, place, stop);
        place.Fill(run);
    }

    /// <summary>Says that a run was stored that nobody executes yet.</summary>
    public void Ring(NewRun run)
    {
        if (run.DueMs is { } due)
        {
            services.Doorbell.DueForAll(due, run.NowMs + (long)services.Options.Sweep.TotalMilliseconds);
        }
        else
        {
            RingFor(run.Queue);
        }
    }

    private void RingFor(string queue)
    {
        // Here too, if all places are taken: whoever gives one up has to know that somebody waits.
        services.Doorbell.RingFor(queue);
        if (!AnyIsFree)
        {
            services.Doorbell.RingOthersFor(queue);
        }
    }

    private Place? TakeFor(NewRun run)
    {
        if (run.DueMs is not null || _moreIsReady || !services.Doorbell.Served.Contains(run.Queue))
        {
            return null;
        }

        lock (_gate)
        {
            if (_shift is not { } shift || shift.Stop.Draining.IsCancellationRequested || shift.Stop.Lost.IsCancellationRequested || !TryTakeOne())
            {
                return null;
            }

            var place = new Place(shift.Worker.Id);
            Occupy(run.Claimed.Lease, place, shift.Stop);
            if (!AnyIsFree)
            {
                // The others have to know that rings are theirs now.
                services.Doorbell.Ring();
            }

            return place;
        }
    }

    private bool TryTakeOne()
    {
        if (Interlocked.Decrement(ref _free) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref _free);
        return false;
    }

    // Registered before it starts, so that it can't end unregistered.
    private void Occupy(RunLease lease, Place place, StopSignals stop) => _taken[lease] = OccupyAsync(lease, place, stop);

    private async Task OccupyAsync(RunLease lease, Place place, StopSignals stop)
    {
        if (await place.Filled is { } run)
        {
            // Not on the thread of whoever started it: he goes on with his own work.
            await Task.Run(new RunExecution(run, flows, scopes, services, stop).RunAsync, CancellationToken.None);
        }

        _taken.TryRemove(lease, out _);
        Interlocked.Increment(ref _free);
        if (_moreIsReady)
        {
            services.Doorbell.Ring();
        }
    }

    private sealed record Shift(WorkerIdentity Worker, StopSignals Stop);

    /// <summary>A place that is taken, and the run that comes into it.</summary>
    private sealed class Place(string worker)
    {
        private readonly TaskCompletionSource<ClaimedRun?> _filled = new();

        public string Worker => worker;

        /// <summary>The run, or null when none came of it.</summary>
        public Task<ClaimedRun?> Filled => _filled.Task;

        public void Fill(ClaimedRun run) => _filled.SetResult(run);

        public void Leave() => _filled.SetResult(null);
    }
}
