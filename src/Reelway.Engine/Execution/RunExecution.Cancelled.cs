using Reelway.Engine.Stores;

namespace Reelway.Engine.Execution;

internal sealed partial class RunExecution
{
    /// <summary>Ends a cancelled run whose steps have stopped, after taking back what its flow says.</summary>
    private async Task<string> TakeBackAsync(RunContext context, Journal journal)
    {
        using var tokens = new StepTokens(CancellationToken.None, stop.Draining, stop.Stopping);
        if (!context.HasUndo)
        {
            return await EndAsync(new RunEnd(RunState.Cancelled), tokens);
        }

        var children = await services.Writes.RunAsync(token => services.Store.BeginUndoAsync(claimed.Lease, token), tokens.Body);
        if (children > 0)
        {
            return await WaitForChildrenAsync(children, tokens);
        }

        var undoing = context.Scheduler.Call(() => context.UndoAsync(tokens));
        await DriveAsync(undoing, context, context.Scheduler, tokens);
        if (context.Failure is null && undoing.IsCompletedSuccessfully)
        {
            return await EndAsync(new RunEnd(RunState.Cancelled), tokens);
        }

        return context.Failure is null && !undoing.IsCompleted && !stop.Lost.IsCancellationRequested
            ? await LeaveUnfinishedAsync(context, tokens, undoing: true)
            : await LeaveAsync(undoing, context, journal, tokens);
    }

    // Its children were cancelled with it. What they are still doing must not come after it is taken back.
    private async Task<string> WaitForChildrenAsync(int children, StepTokens tokens)
    {
        var parking = new Parking(children, new Dictionary<string, int>(), Clean: false, Undoing: true);
        var parked = await services.Writes.RunAsync(token => services.Store.ParkAsync(claimed.Lease, parking, token), tokens.Body);
        if (parked.Ready)
        {
            services.Doorbell.Ring();
        }

        return parked.Ready ? RunState.Queued.Name() : RunState.Waiting.Name();
    }
}
