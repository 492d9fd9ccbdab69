using System.Diagnostics;
using Reelway.Engine.Execution;

namespace Reelway.Engine.Telemetry;

/// <summary>Watches attempts of steps. What is replayed from the journal, or only waits, never comes here.</summary>
internal static class StepWatch
{
    /// <summary>Makes the attempt, and tells how it went when somebody wants to know.</summary>
    public static Task<StepEnding> AttemptAsync(RunLease lease, StepPlan plan, long attempt, Func<Task<StepEnding>> make)
        => EngineTrace.IsOn || EngineMeter.TimesSteps ? WatchAsync(lease, plan, attempt, make) : make();

    /// <summary>Tells that the attempt under way has failed.</summary>
    public static void Faulted(StepPlan plan, Fault fault, FaultDecision decision)
    {
        Activity.Current?.SetStatus(ActivityStatusCode.Error, fault.Sentence);
        EngineMeter.StepFaulted(plan.Flow, fault.Kind, decision is FaultDecision.Retry or FaultDecision.Wait);
    }

    private static async Task<StepEnding> WatchAsync(RunLease lease, StepPlan plan, long attempt, Func<Task<StepEnding>> make)
    {
        using var span = EngineTrace.Attempt(lease, plan, attempt);
        var began = Stopwatch.GetTimestamp();
        // What an exception leaves it at: the run was cancelled, the process ends, or the lease is lost.
        var outcome = "interrupted";
        try
        {
            var ending = await make();
            outcome = Word(ending);
            return ending;
        }
        finally
        {
            span?.SetTag("reelway.step.outcome", outcome);
            EngineMeter.StepAttempted(plan.Flow, plan.Name, outcome, Stopwatch.GetElapsedTime(began));
        }
    }

    private static string Word(StepEnding ending) => ending switch
    {
        StepEnding.Finished { Row.Outcome: StepOutcome.Failed } => "failed",
        StepEnding.Finished => "succeeded",
        StepEnding.Parked => "waiting",
        _ => "interrupted",
    };
}
