using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;

namespace Reelway.Engine.Execution;

internal sealed partial class RunExecution
{
    /// <summary>Keeps a run that this process can't store for from being claimed again in a tight loop.</summary>
    private static readonly TimeSpan PauseBeforeGivingBack = TimeSpan.FromSeconds(1);

    private async Task<string> EndAsync(Task<string> flow, RunContext context, Journal journal, StepTokens tokens)
    {
        try
        {
            var output = await flow;
            journal.End();
            var partial = context.PartialSentences.Count > 0;
            return await EndAsync(
                new RunEnd(
                    partial ? RunState.Partial : RunState.Succeeded, partial ? string.Join(" ", context.PartialSentences) : null, Output: output),
                tokens);
        }
        catch (ChangedCodeException changed)
        {
            return await ParkForAttentionAsync(changed.Message, tokens, !context.HasUndo);
        }
        catch (Exception) when (tokens.Cancelled)
        {
            return await TakeBackAsync(context, journal);
        }
        catch (FaultException failure)
        {
            var deadLetter = context.LastStepFault is { DeadLetter: true } last && last.Fault == failure.Fault;
            return await EndAsync(new RunEnd(RunState.Failed, failure.Fault.Sentence, deadLetter), tokens);
        }
        catch (Exception failure) when (failure is not Storage.StorageException and not LeaseLostException)
        {
            services.Log.FlowFailed(Id, claimed.Flow, failure);
            return await EndAsync(
                new RunEnd(RunState.Failed, $"The code of flow \"{claimed.Flow}\" failed outside its steps: {ExceptionWords.Of(failure)}"), tokens);
        }
    }

    private async Task<string> EndAsync(RunEnd end, StepTokens tokens)
    {
        var woken = await services.Writes.RunAsync(
            token => services.Store.EndAsync(claimed.Lease, end with { ParentId = claimed.ParentId }, token), tokens.Body);
        if (woken || claimed.ParentId is not null)
        {
            // Whoever waited, its parent among them, may be in a queue of others.
            services.Doorbell.RingAll();
        }

        EngineMeter.RunEnded(claimed.Flow, end.State);
        EngineDiagnostics.AnnounceEnd(Id, end.State);
        return end.State.Name();
    }

    private async Task<string> ParkForAttentionAsync(string why, StepTokens tokens, bool clean = true)
    {
        await services.Writes.RunAsync(
            token => services.Store.ParkForAttentionAsync(claimed.Lease, AttentionReason.ChangedCode, why, clean, token), tokens.Body);
        return RunState.NeedsAttention.Name();
    }

    private async Task GiveBackAsync(Exception failure)
    {
        if (failure is LeaseLostException || stop.Lost.IsCancellationRequested)
        {
            EngineMeter.LeaseLost();
            return;
        }

        await Task.Delay(PauseBeforeGivingBack, services.Clock, stop.Stopping);
        await services.Store.ReleaseAsync(claimed.Lease, CancellationToken.None);
        services.Doorbell.Ring();
    }
}
