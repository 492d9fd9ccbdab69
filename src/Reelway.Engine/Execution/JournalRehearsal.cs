using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Engine.Execution;

/// <summary>Replays a recorded journal against the flow's present code. No step's body runs, and nothing is stored.</summary>
internal sealed class JournalRehearsal(FlowRegistry flows, IServiceScopeFactory scopes, StepExecution.Services services)
{
    /// <summary>Where the code no longer fits, in words; null when it fits.</summary>
    public async Task<string?> DifferenceAsync(RecordedJournal recorded)
    {
        if (flows.Find(recorded.Flow, recorded.Version) is not { } flow)
        {
            return $"This program has no version {recorded.Version} of flow \"{recorded.Flow}\".";
        }

        var id = RunId.TryParse(recorded.Id, out var parsed) ? parsed : throw new FormatException($"\"{recorded.Id}\" is not a run's id.");
        var journal = new Journal([.. recorded.Steps.Select(Row)], [], [], []);
        var claimed = new ClaimedRun(
            new RunLease(id.Value, Epoch: 1, Generation: 0), recorded.Flow, recorded.Version, recorded.Key, recorded.Input.GetRawText(), CancelReason: null, ParentId: null);

        // A process that is to end begins no step: what has no outcome in the journal is held back.
        using var tokens = new StepTokens(CancellationToken.None, draining: new CancellationToken(canceled: true), CancellationToken.None);
        var scheduler = new FlowScheduler();
        var context = new RunContext(claimed, journal, services, flows, scheduler, tokens);
        await using var scope = scopes.CreateAsyncScope();
        var running = scheduler.Call(() => InvokeAsync(flow, scope.ServiceProvider, claimed.Input, context));
        await RunExecution.DriveAsync(running, context, scheduler, tokens);
        return await JudgeAsync(running, context, journal);
    }

    private static async Task<string> InvokeAsync(FlowRegistration flow, IServiceProvider provider, string input, RunContext context)
        => await flow.Invoke(provider, input, context);

    private static async Task<string?> JudgeAsync(Task<string> running, RunContext context, Journal journal)
    {
        if (context.Failure is { } failure)
        {
            return failure.Message;
        }

        try
        {
            if (running.IsCompleted)
            {
                await running;
            }
        }
        catch (FaultException ended) when (context.LastStepFault?.Fault == ended.Fault)
        {
            // The run had failed at a step, and still does.
        }
        catch (Exception broken)
        {
            return $"The flow's code fails outside its steps: {ExceptionWords.Of(broken)}";
        }

        try
        {
            journal.End();
            return null;
        }
        catch (ChangedCodeException left)
        {
            return left.Message;
        }
    }

    private static JournalRow Row(RecordedStep step) => new()
    {
        Pos = step.Pos,
        Name = step.Name,
        Kind = Enum.Parse<StepKind>(step.Kind),
        Outcome = Enum.Parse<StepOutcome>(step.Outcome),
        Attempts = 1,
        Output = step.Output?.GetRawText(),
        Fault = step.Fault?.GetRawText(),
    };
}
