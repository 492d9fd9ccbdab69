using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>What a person can do to a run now. The engine has the last word; this decides what is offered.</summary>
internal static class RunActions
{
    public const string Retry = "retry";
    public const string Cancel = "cancel";
    public const string Decide = "decide";
    public const string PutAside = "put-aside";

    public static IReadOnlyList<string> Of(RunView run)
    {
        var actions = new List<string>();
        var decidable = run.Steps.Any(step => step.Decidable);
        if (decidable)
        {
            actions.Add(Decide);
        }
        else if (CanRetry(run.Summary))
        {
            actions.Add(Retry);
        }

        if (CanBePutAside(run.Summary))
        {
            actions.Add(PutAside);
        }

        if (!run.Summary.State.HasEnded())
        {
            actions.Add(Cancel);
        }

        return actions;
    }

    /// <summary>What has failed and will not be mended should not stand among the runs that need a person for ever.</summary>
    public static bool CanBePutAside(RunSummary run) => run.State is RunState.Failed or RunState.Partial && !run.PutAside;

    /// <summary>A run that waits for a decision is answered, not retried: a retry would leave the question open.</summary>
    public static bool CanRetry(RunSummary run)
        => run.State is RunState.Failed or RunState.Partial
            || (run.State == RunState.NeedsAttention && run.Attention != AttentionReason.Decision);
}
