using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;

namespace Reelway.Engine.Execution;

/// <summary>Executes a claimed run until its flow ends, or until nothing of it can go on.</summary>
internal sealed partial class RunExecution(
    ClaimedRun claimed, FlowRegistry flows, IServiceScopeFactory scopes, StepExecution.Services services, StopSignals stop)
{
    private RunId Id => new(claimed.Lease.RunId);

    /// <summary>Executes, and leaves the run in a durable state. Never throws.</summary>
    public async Task RunAsync()
    {
        var live = services.Live.Add(claimed.Lease.RunId);
        var began = Stopwatch.GetTimestamp();
        using var span = EngineTrace.Execution(claimed);
        try
        {
            if (claimed.CancelReason is not null)
            {
                live.Cancel();
            }

            using var tokens = new StepTokens(live.Cancelled, stop.Draining, stop.Stopping);
            var left = await ExecuteAsync(tokens);
            span?.SetTag("reelway.run.left", left);
            services.Log.RunLeft(Id, claimed.Flow, left, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            services.Log.RunGivenUp(Id, failure);
        }
        finally
        {
            services.Live.Remove(claimed.Lease.RunId, live);
        }
    }

    private async Task<string> ExecuteAsync(StepTokens tokens)
    {
        if (flows.Find(claimed.Flow, claimed.FlowVersion) is not { } flow)
        {
            return await ParkForAttentionAsync(
                $"This program has no version {claimed.FlowVersion} of flow \"{claimed.Flow}\". Bring back the code that started the run, or cancel it.", tokens);
        }

        var journal = await services.Store.LoadAsync(claimed.Lease, CancellationToken.None);
        var scheduler = new FlowScheduler(() => services.AtWork.Enter(claimed.Lease.RunId));
        var context = new RunContext(claimed, journal, services, flows, scheduler, tokens);
        await using var scope = scopes.CreateAsyncScope();
        var running = scheduler.Call(() => Invoke(flow, scope.ServiceProvider, context));
        await DriveAsync(running, context, scheduler, tokens);
        return tokens.Cancelled && !running.IsCompletedSuccessfully && context.Failure is null && !stop.Lost.IsCancellationRequested
            ? await TakeBackAsync(context, journal)
            : await LeaveAsync(running, context, journal, tokens);
    }

    // A flow that throws before its first await has failed like any other.
    private async Task<string> Invoke(FlowRegistration flow, IServiceProvider provider, RunContext context)
        => await flow.Invoke(provider, claimed.Input, context);

    /// <summary>Runs the flow's code until it ends, or until nothing of it can go on.</summary>
    internal static async Task DriveAsync(Task flow, RunContext context, FlowScheduler scheduler, StepTokens tokens)
    {
        while (true)
        {
            scheduler.RunQueued();
            if (context.Failure is not null)
            {
                tokens.GiveUp();
            }

            if (context.Active == 0 && (flow.IsCompleted || context.Held > 0 || context.Failure is not null))
            {
                return;
            }

            if (context.Active == 0)
            {
                // It awaits something that is no step. When that ends it posts here; so the wait below still ends.
                await Task.WhenAny(scheduler.WaitAsync(), flow);
                continue;
            }

            await scheduler.WaitAsync();
        }
    }

    private async Task<string> LeaveAsync(Task<string> flow, RunContext context, Journal journal, StepTokens tokens)
    {
        if (context.Failure is ChangedCodeException changed)
        {
            return await ParkForAttentionAsync(changed.Message, tokens, !context.HasUndo);
        }

        if (context.Failure is { } failure)
        {
            services.Log.RunGivenUp(Id, failure);
            await GiveBackAsync(failure);
            return "given up";
        }

        if (flow.IsCompleted)
        {
            return await EndAsync(flow, context, journal, tokens);
        }

        if (stop.Lost.IsCancellationRequested)
        {
            return "left to others";
        }

        return await LeaveUnfinishedAsync(context, tokens, undoing: false);
    }

    private async Task<string> LeaveUnfinishedAsync(RunContext context, StepTokens tokens, bool undoing)
    {
        if (stop.Draining.IsCancellationRequested || stop.Stopping.IsCancellationRequested)
        {
            await services.Store.ReleaseAsync(claimed.Lease, CancellationToken.None);
            services.Doorbell.RingAll();
            return "released";
        }

        var parked = await services.Writes.RunAsync(
            token => services.Store.ParkAsync(claimed.Lease, new Parking(context.Held, context.AwaitedLimits, !context.HasUndo, undoing), token), tokens.Body);
        if (parked.Ready)
        {
            services.Doorbell.Ring();
        }
        else if (parked.DueMs is { } due)
        {
            services.Doorbell.Due(due);
        }

        return parked.Ready ? RunState.Queued.Name() : RunState.Waiting.Name();
    }
}
