using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

internal sealed partial class StepExecution
{
    /// <summary>Attempts of a step that fails with an exception that nobody has classified: probably a mistake in code.</summary>
    private const int AttemptsOfUnknown = 3;

    // A body's exceptions are faults; the engine's own are not, nor being told to stop.
    private bool IsEngines(Exception failure)
        => failure is LeaseLostException or StorageException
            || (failure is OperationCanceledException && tokens.Body.IsCancellationRequested);

    private (Fault Fault, bool Known) FaultOf(Exception failure) => failure switch
    {
        FaultException fault => (fault.Fault, true),
        _ when services.Faults.Classify(failure) is { } fault => (fault, true),
        _ => (new Fault(FaultKind.Transient, $"Something unexpected happened: {ExceptionWords.Of(failure)}; the server's log has the details.", OutcomeUnknown: true), false),
    };

    private async Task<StepEnding> EndAttemptAsync((Fault Fault, bool Known) met, long attempt, Exception failure)
    {
        var policy = plan.Options.Retry ?? services.Options.DefaultRetry;
        if (!met.Known)
        {
            services.Log.UnclassifiedFault(new RunId(lease.RunId), plan.Name, failure);
            policy = policy with { MaxAttempts = Math.Min(policy.MaxAttempts, AttemptsOfUnknown) };
        }

        var fault = met.Fault;
        var decision = FaultDecision.Of(
            fault, attempt, policy, DateTimeOffset.FromUnixTimeMilliseconds(_open.StartedMs), services.Now,
            services.Options.MaxWait, plan.Kind == StepKind.Once, services.Jitter());
        StepWatch.Faulted(plan, fault, decision);
        return decision switch
        {
            FaultDecision.Fail when plan.Kind == StepKind.Undo => await SuspendAsync(
                (_open with { Attempts = attempt }).NeedingPerson(AttentionReason.NotUndone, NotUndone(fault)), fault),
            FaultDecision.Fail fail => await FailAsync(fault, fail.DeadLetter),
            FaultDecision.Retry retry => await SuspendAsync(
                (_open with { Attempts = attempt }).Waiting(WaitKind.Retry, $"Tries again: {fault.Sentence}", retry.At.ToUnixTimeMilliseconds()), fault),
            FaultDecision.Wait wait => await SuspendAsync(
                _open.Waiting(WaitKind.Block, fault.Sentence, wait.Until.ToUnixTimeMilliseconds(), wait.Scope),
                fault, wait.Scope, wait.Until.ToUnixTimeMilliseconds()),
            FaultDecision.Ask ask => await SuspendAsync(
                _open.NeedingPerson(ask.Reason, Sentence(fault, ask.Reason), ask.Scope), fault, ask.Scope),
            _ => throw new InvalidOperationException($"No ending for {decision}."),
        };
    }

    private OpenStep HeldUp(Stores.ScopeBlock block) => _open.Waiting(WaitKind.Block, $"Held up: {block.Sentence}", block.UntilMs, block.Scope);

    /// <param name="fault">What the attempt failed of; null when it has done nothing and is not counted.</param>
    private async Task<StepEnding> SuspendAsync(OpenStep waiting, Fault? fault, string? scope = null, long? scopeUntilMs = null)
    {
        var suspended = new Stores.SuspendedStep(
            waiting, fault, scope, scopeUntilMs, WithoutEffect: plan.Kind == StepKind.Once && fault is not { OutcomeUnknown: true }, plan.Options.Limit?.Resource);
        RingIf(await services.Writes.RunAsync(token => Store.SuspendStepAsync(lease, suspended, token), tokens.Body));
        return new StepEnding.Parked();
    }

    private async Task<StepEnding> FailAsync(Fault fault, bool deadLetter)
    {
        var row = Row(StepOutcome.Failed, output: null, ended: true) with
        {
            Fault = System.Text.Json.JsonSerializer.Serialize(new StoredFault(fault, deadLetter), FlowJson.Options),
        };
        RingIf(await services.Writes.RunAsync(token => Store.FailStepAsync(lease, row, fault, plan.Options.Limit?.Resource, token), tokens.Body));
        return new StepEnding.Finished(row);
    }

    private string NotUndone(Fault fault)
        => $"The cancelled run can't finish \"{plan.Name}\": {fault.WholeSentence} {AttentionReason.NotUndone.Remedy()}";

    private string Sentence(Fault fault, AttentionReason reason) => reason switch
    {
        AttentionReason.Decision => $"{fault.WholeSentence} Whether step \"{plan.Name}\" has happened is unknown. {reason.Remedy()}",
        AttentionReason.ChangedCode => $"{fault.WholeSentence} {reason.Remedy()}",
        // The fault's own words promise another attempt.
        AttentionReason.WaitedTooLong => $"{fault.WholeSentence} It has waited for longer than engine.max_wait allows. {reason.Remedy()}",
        _ => fault.Sentence,
    };
}
