using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;

namespace Reelway.Engine.Execution;

/// <summary>Claims ready runs and executes them, and wakes waiting ones when they are due.</summary>
/// <remarks>Sleeps until the earliest due time that it knows, or until it is rung; the sweep is only the net.</remarks>
internal sealed class Dispatcher(
    FlowRegistry flows, IServiceScopeFactory scopes, StepExecution.Services services, ILogger<Dispatcher> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<RunLease, Task> _executions = [];
    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}";
    private Task _loop = Task.CompletedTask;

    private EngineOptions Options => services.Options;

    private RunStore Store => services.Store;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var interrupted = await Store.RecoverAsync(Options.MaxCrashes, cancellationToken);
        if (interrupted > 0)
        {
            log.RunsRecovered(interrupted);
        }

        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    /// <summary>Lets running steps finish for the grace, or until the host loses patience; then ends them. What is unfinished goes on after the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _draining.CancelAsync();
        services.Doorbell.Ring();
        await _loop;
        var running = _executions.Values.ToArray();
        if (running.Length > 0)
        {
            log.Draining(running.Length, Options.StopGrace.TotalSeconds);
        }

        var all = Task.WhenAll(running);
        await WaitAtMostAsync(all, Options.StopGrace, cancellationToken);
        await _stopping.CancelAsync();
        await all;
    }

    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

    private async Task WaitAtMostAsync(Task all, TimeSpan grace, CancellationToken impatience)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(impatience);
        await Task.WhenAny(all, Task.Delay(grace, services.Clock, enough.Token));
        await enough.CancelAsync();
    }

    private async Task LoopAsync()
    {
        while (!_draining.IsCancellationRequested)
        {
            var wait = Options.Sweep;
            try
            {
                wait = await RoundAsync();
            }
            catch (Exception failure)
            {
                // The database may be locked or full for a while; the next round finds everything as it was.
                log.DispatcherFailed(failure);
            }

            await WaitForWorkAsync(wait);
        }
    }

    private async Task WaitForWorkAsync(TimeSpan wait)
    {
        if (wait > TimeSpan.Zero && !_draining.IsCancellationRequested)
        {
            await services.Doorbell.WaitAsync(wait, CancellationToken.None);
        }
    }

    /// <summary>One round of waking and claiming. Returns how long nothing more is to be done.</summary>
    private async Task<TimeSpan> RoundAsync()
    {
        var free = Options.Concurrency - _executions.Count;
        if (free <= 0)
        {
            return Options.Sweep;
        }

        var claimed = await Store.ClaimAsync(_owner, free, CancellationToken.None);
        foreach (var run in claimed)
        {
            Execute(run);
        }

        if (claimed.Count > 0)
        {
            return TimeSpan.Zero;
        }

        var due = await Store.NextDueAsync(CancellationToken.None);
        var untilDue = due is { } ms ? TimeSpan.FromMilliseconds(ms - Store.NowMs) : Options.Sweep;
        return untilDue < Options.Sweep ? untilDue : Options.Sweep;
    }

    private void Execute(ClaimedRun run)
    {
        var execution = new RunExecution(run, flows, scopes, services, _draining.Token, _stopping.Token);
        // Registered before it starts, so that it can't end unregistered.
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _executions[run.Lease] = RunRegisteredAsync(execution, run.Lease, start.Task);
        start.SetResult();
    }

    private async Task RunRegisteredAsync(RunExecution execution, RunLease lease, Task registered)
    {
        await registered;
        await execution.RunAsync();
        _executions.TryRemove(lease, out _);
        services.Doorbell.Ring();
    }
}
