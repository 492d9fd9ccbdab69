using System.Globalization;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;
using Reelway.Engine.Workers;

namespace Reelway.Engine.Execution;

/// <summary>Takes one step from its preconditions through its body to a durable ending.</summary>
internal sealed partial class StepExecution(
    StepExecution.Services services, RunLease lease, StepTokens tokens, StepPlan plan, Journal journal, JournalRow? timer)
{
    private readonly OpenStep? _former = journal.FindOpen(plan.Name);
    private readonly long _begun = services.Clock.GetTimestamp();

    private OpenStep _open = (journal.FindOpen(plan.Name) ?? new OpenStep
    {
        Pos = plan.Pos,
        Name = plan.Name,
        Kind = plan.Kind,
        StartedMs = services.Store.NowMs,
    }).Resumed();

    /// <summary>What every step of this process shares.</summary>
    internal sealed record Services(
        RunStore Store, DurableWrites Writes, LiveRuns Live, MachinePools Pools, Doorbell Doorbell, EngineOptions Options, IFaultClassifier Faults,
        TimeProvider Clock, Func<double> Jitter, ILogger Log, WorkerMembership Membership, AtWork AtWork)
    {
        /// <summary>The time by which everything is due: the database's.</summary>
        public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Store.NowMs);
    }

    private RunStore Store => services.Store;

    /// <summary>Runs the step. Never throws.</summary>
    public async Task<StepEnding> RunAsync()
    {
        try
        {
            return plan.Kind switch
            {
                StepKind.Timer => await RunTimerAsync(),
                StepKind.Children => await RunChildrenAsync((ChildrenPlan)plan.Details!),
                StepKind.Signal => await WaitForSignalAsync((SignalWait)plan.Details!),
                StepKind.Skip => await FinishAsync(StepOutcome.Skipped, await plan.Body(Context(attempt: 1))),
                _ => await RunBodyWhenAllowedAsync(),
            };
        }
        catch (OperationCanceledException) when (tokens.Body.IsCancellationRequested)
        {
            return new StepEnding.Stopped();
        }
        catch (Exception failure)
        {
            return new StepEnding.Broken(failure);
        }
    }

    private async Task<StepEnding> RunTimerAsync()
    {
        var row = timer ?? Row(StepOutcome.TimerSet, await plan.Body(Context(attempt: 1)), ended: false);
        var dueMs = long.Parse(row.Output!, CultureInfo.InvariantCulture);
        if (dueMs > Store.NowMs)
        {
            if (timer is null)
            {
                await WriteAsync(token => Store.SetTimerAsync(lease, row, token));
            }

            var due = DateTimeOffset.FromUnixTimeMilliseconds(dueMs);
            return await ParkAsync(_open.Waiting(WaitKind.Timer, $"Waits until {due:yyyy-MM-dd HH:mm:ss} UTC.", dueMs));
        }

        EngineMeter.TimerFired(Store.NowMs - dueMs);
        return await FinishAsync(StepOutcome.Succeeded, row.Output);
    }

    // The run may have been woken for another of its steps.
    private bool StillWaits => _former switch
    {
        { WaitKind: WaitKind.Person } => true,
        { WaitKind: WaitKind.Retry or WaitKind.Poll, DueMs: { } due } => due > Store.NowMs,
        { WaitKind: WaitKind.Block, WaitOn: null, DueMs: { } due } => due > Store.NowMs,
        _ => false,
    };

    private async Task<StepEnding> RunBodyWhenAllowedAsync()
    {
        if (StillWaits)
        {
            return new StepEnding.Parked();
        }

        if (plan.Kind == StepKind.Once && journal.FindIntent(plan.Name) is { } intent)
        {
            if (intent.Decision == Decision.Sent)
            {
                return await FinishAsync(StepOutcome.AssumedDone, output: null);
            }

            if (intent.Decision is null)
            {
                return await AskWhetherDoneAsync();
            }
        }

        if (plan.Options.Limit is { } limit && !await services.Writes.RunAsync(token => Store.TryTakeSlotAsync(lease, limit, plan.Name, token), tokens.Body))
        {
            await ParkAsync(_open.Waiting(WaitKind.Slot, $"Waits for a place at {limit.Resource} (at most {limit.Count} at once).", on: limit.Resource));
            return new StepEnding.Parked(limit);
        }

        using var place = await services.Pools.EnterAsync(plan.Options.MachinePool, tokens.Body);
        if (plan.Kind == StepKind.Once)
        {
            await WriteAsync(token => Store.SetIntentAsync(lease, plan.Name, token));
        }

        return await StepWatch.AttemptAsync(lease, plan, _open.Attempts + 1, AttemptAsync);
    }

    private async Task<StepEnding> AttemptAsync()
    {
        var attempt = _open.Attempts + 1;
        var context = Context(attempt);
        string? output;
        using (services.AtWork.Enter(lease.RunId))
        using (context.Begin())
        {
            try
            {
                tokens.Body.ThrowIfCancellationRequested();
                Announce(StepMoment.Begin);
                output = await plan.Body(context);
                Announce(StepMoment.BodyDone);
                await context.FlushAsync();
                if (plan.Kind != StepKind.Poll || output is not null)
                {
                    return await FinishAsync(StepOutcome.Succeeded, output, context);
                }
            }
            catch (HeldUpException held)
            {
                await context.FlushAsync();
                _open = context.Latest(_open);
                return await SuspendAsync(HeldUp(held.Block), fault: null);
            }
            catch (Exception failure) when (!IsEngines(failure))
            {
                await context.FlushAsync();
                _open = context.Latest(_open);
                return await EndAttemptAsync(FaultOf(failure), attempt, failure);
            }
        }

        _open = context.Latest(_open);
        return await AskAgainLaterAsync(((PollPlan)plan.Details!).Times(context));
    }

    private async Task<StepEnding> AskAgainLaterAsync(PollTimes poll)
    {
        var now = services.Now;
        _open = WithoutLeap(_open, poll, now);
        if (now - DateTimeOffset.FromUnixTimeMilliseconds(_open.StartedMs) > poll.GiveUpAfter)
        {
            return await ParkAsync(_open.NeedingPerson(
                AttentionReason.WaitedTooLong, $"Step \"{plan.Name}\" has had no answer for {poll.GiveUpAfter}. {AttentionReason.WaitedTooLong.Remedy()}"));
        }

        return await ParkAsync(_open.Waiting(WaitKind.Poll, "Not yet; asks again.", (now + poll.Every).ToUnixTimeMilliseconds()));
    }

    // When the clock is set forward, or nobody was there to ask, the other system has not been waited for: a single gap can't use the patience up.
    // After it was held up the patience begins again.
    private OpenStep WithoutLeap(OpenStep open, PollTimes poll, DateTimeOffset now)
    {
        var spent = services.Clock.GetElapsedTime(_begun);
        if (_former is { WaitKind: WaitKind.Block })
        {
            return open with { StartedMs = (now - spent).ToUnixTimeMilliseconds() };
        }

        var since = _former is null ? open.StartedMs : _former is { WaitKind: WaitKind.Poll, DueMs: { } due } ? due : (long?)null;
        var leap = now.ToUnixTimeMilliseconds() - since - (long)(spent + (poll.GiveUpAfter / 10)).TotalMilliseconds;
        return leap > 0 ? open with { StartedMs = open.StartedMs + leap.Value } : open;
    }

    private Task<StepEnding> AskWhetherDoneAsync()
        => ParkAsync(_open.NeedingPerson(
            AttentionReason.Decision,
            $"Step \"{plan.Name}\" was begun before and may have happened. {AttentionReason.Decision.Remedy()}"));

    private async Task<StepEnding> FinishAsync(StepOutcome outcome, string? output, StepContext? context = null)
    {
        var row = Row(outcome, output, ended: true);
        var owned = new OwnedRow(lease, row) { Rows = context?.Rows ?? [] };
        var woken = await services.Writes.RunAsync(
            token => Store.CompleteStepAsync(owned, context?.Writes ?? [], _former is not null || context?.HasSaved == true, plan.Options.Limit?.Resource, token), tokens.Body);
        Announce(StepMoment.Stored);
        RingIf(woken);
        return new StepEnding.Finished(row);
    }

    private async Task<StepEnding> ParkAsync(OpenStep waiting)
    {
        await WriteAsync(token => Store.SaveOpenStepAsync(lease, waiting, token));
        return new StepEnding.Parked();
    }

    private JournalRow Row(StepOutcome outcome, string? output, bool ended) => new()
    {
        Pos = plan.Pos,
        Name = plan.Name,
        Kind = plan.Kind,
        Outcome = outcome,
        Attempts = _open.Attempts + 1,
        Output = output,
        StartedMs = timer?.StartedMs ?? _open.StartedMs,
        EndedMs = ended ? Store.NowMs : null,
    };

    private StepContext Context(long attempt) => new(services, lease, plan, _open, attempt, journal.RedoOf(plan.Name), tokens.Body);

    // Outcomes are written even while the process is asked to stop: the effect has happened.
    private Task WriteAsync(Func<CancellationToken, Task> write) => services.Writes.RunAsync(write, tokens.Body);

    private void Announce(StepMoment moment) => EngineDiagnostics.Announce(lease.RunId, plan.Name, moment);

    private void RingIf(bool woken)
    {
        if (woken)
        {
            services.Doorbell.RingAll();
        }
    }
}
