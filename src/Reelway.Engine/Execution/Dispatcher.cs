using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

/// <summary>Claims ready runs and executes them, and does the upkeep that is due.</summary>
/// <remarks>Sleeps until the earliest due time that it knows, or until it is rung; the sweep is only the net.</remarks>
internal sealed class Dispatcher(
    FlowRegistry flows, ExecutionSlots slots, StepExecution.Services services, WorkerMembership membership, WorkerStore workers, Upkeep upkeep,
    IDatabase database, IDoorbell others, ILogger<Dispatcher> log, AtWorkFolder? atWork = null) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopping = new();
    private CancellationTokenSource _giveUp = new();
    private CancellationTokenRegistration _lossNoticed;
    private WorkerIdentity _worker = new("", 0);
    private StopSignals _stop = new(default, default, default);
    private int _firstQueue;
    private Task _loop = Task.CompletedTask;

    private EngineOptions Options => services.Options;

    private RunStore Store => services.Store;

    private IReadOnlyList<string> Queues => services.Doorbell.Served;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        services.Doorbell.Served = Options.Queues.Count > 0 ? [.. Options.Queues.Distinct()] : flows.Queues;
        await LeftAtWork.CollectAsync(atWork, left => RecoverAsync(left, cancellationToken));
        await JoinAsync(cancellationToken);
        await others.ListenAsync(Queues, Hear, cancellationToken);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    private async Task RecoverAsync(IReadOnlyList<LeftAtWork> left, CancellationToken cancellation)
    {
        if (database.Dialect != SqlDialect.Sqlite)
        {
            // Their leases end by themselves; whoever then takes over has to know.
            foreach (var dead in left)
            {
                await workers.NoteAtWorkAsync(dead, cancellation);
            }

            return;
        }

        // This process has the file alone: whatever is running there belongs to a dead one.
        var interrupted = await Store.RecoverAsync(left, Options.MaxCrashes, cancellation);
        if (interrupted > 0)
        {
            log.RunsRecovered(interrupted);
        }
    }

    /// <summary>Lets running steps finish for the grace, or until the host loses patience; then ends them. What is unfinished goes on after the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        services.Doorbell.Ring();
        await _loop;
        slots.Close();
        var running = slots.Executions;
        if (running.Count > 0)
        {
            log.Draining(running.Count, Options.StopGrace.TotalSeconds);
        }

        var all = Task.WhenAll(running);
        await WaitAtMostAsync(all, Options.StopGrace, cancellationToken);
        await _stopping.CancelAsync();
        await WaitAtMostAsync(all, ToEnd, CancellationToken.None);
        foreach (var (run, step) in services.Live.Steps)
        {
            log.StepDoesNotEnd(step.Name, new RunId(run));
        }

        await all;
    }

    public void Dispose()
    {
        _lossNoticed.Dispose();
        _giveUp.Dispose();
        _draining.Dispose();
        _stopping.Dispose();
    }

    /// <summary>How soon a step that is ended has ended, unless it is stuck.</summary>
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(2);

    private async Task WaitAtMostAsync(Task all, TimeSpan grace, CancellationToken impatience)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(impatience);
        await Task.WhenAny(all, Task.Delay(grace, services.Clock, enough.Token));
        await enough.CancelAsync();
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        _worker = await membership.EnterAsync(cancellation);
        services.AtWork.Open(_worker);
        await workers.AdvertiseAsync(_worker, Queues, flows.Advertised, Options.Concurrency, cancellation);
        await _lossNoticed.DisposeAsync();
        _giveUp.Dispose();
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, membership.Lost);
        _lossNoticed = membership.Lost.Register(services.Doorbell.Ring);
        _stop = new StopSignals(_draining.Token, _giveUp.Token, membership.Lost);
        slots.Open(_worker, _stop);
        log.Works(_worker.Id, string.Join(", ", Queues));
    }

    private void Hear(Ring ring)
    {
        if (ring.Kind == RingKind.Control && services.Live.Find(ring.RunId) is not null)
        {
            _ = StopIfCancelledAsync(new RunId(ring.RunId));
        }
        else if (ring.Kind == RingKind.Timer)
        {
            // Something may be due earlier than is known here.
            services.Doorbell.Due(Store.NowMs);
        }

        services.Doorbell.Ring();
    }

    // A ring may be old, or mean an earlier execution; the database knows.
    private async Task StopIfCancelledAsync(RunId run)
    {
        try
        {
            if (await Store.IsCancelledAsync(run, _worker.Id, CancellationToken.None))
            {
                services.Live.Find(run.Value)?.Cancel();
            }
        }
        catch (StorageException failure)
        {
            // The next renewal of the lease brings it again.
            log.LeaseNotRenewed(failure.Message);
        }
    }

    private async Task LoopAsync()
    {
        while (!_draining.IsCancellationRequested)
        {
            var wait = Options.Sweep;
            var began = services.Clock.GetTimestamp();
            try
            {
                if (membership.Lost.IsCancellationRequested)
                {
                    // Nothing of the old membership may run beside what the new one claims.
                    await Task.WhenAll(slots.Executions);
                    await JoinAsync(CancellationToken.None);
                }

                wait = await RoundAsync();
            }
            catch (Exception failure)
            {
                // The database may be unreachable, locked or full for a while; the next round finds everything as it was.
                log.DispatcherFailed(failure);
                wait = Options.Sweep < RetryAfterFailure ? Options.Sweep : RetryAfterFailure;
            }

            await WaitForWorkAsync(wait, began);
        }
    }

    /// <summary>Wait after a round that failed: soon enough to notice that the database is back.</summary>
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(1);

    private async Task WaitForWorkAsync(TimeSpan wait, long since)
    {
        if (wait > TimeSpan.Zero && !_draining.IsCancellationRequested)
        {
            await services.Doorbell.WaitAsync(wait, since, CancellationToken.None);
        }
    }

    /// <summary>One round of upkeep and claiming. Returns how long nothing more is to be done.</summary>
    private async Task<TimeSpan> RoundAsync()
    {
        var quiet = await upkeep.RunAsync(CancellationToken.None);
        var more = false;
        for (var i = 0; i < Queues.Count; i++)
        {
            // Each round begins with another queue, so that none starves when places are few.
            more |= await ClaimAsync(Queues[(_firstQueue + i) % Queues.Count]);
        }

        _firstQueue = (_firstQueue + 1) % Queues.Count;
        slots.MoreIsReady = more;
        // While this process is full, a ring is for others.
        others.TakeWork(slots.AnyIsFree);

        // Said before it is looked: a place that got free since then either shows here, or its run sees that there is more.
        return more && slots.AnyIsFree ? TimeSpan.Zero : quiet;
    }

    /// <summary>Claims what there are places for. True when there may be more.</summary>
    private async Task<bool> ClaimAsync(string queue)
    {
        var taken = slots.Take();
        if (taken == 0)
        {
            return true;
        }

        var claimed = await ClaimAsync(queue, taken);
        foreach (var run in claimed)
        {
            slots.Execute(run, _stop);
        }

        if (claimed.Count == taken && !slots.AnyIsFree)
        {
            services.Doorbell.RingOthersFor(queue);
        }

        return claimed.Count == taken;
    }

    private async Task<IReadOnlyList<ClaimedRun>> ClaimAsync(string queue, int most)
    {
        var claimed = 0;
        try
        {
            var runs = await EngineMeter.ClaimedAsync(Store.ClaimAsync(_worker, queue, flows.Advertised, most, CancellationToken.None));
            claimed = runs.Count;
            return runs;
        }
        finally
        {
            slots.Return(most - claimed);
        }
    }
}
