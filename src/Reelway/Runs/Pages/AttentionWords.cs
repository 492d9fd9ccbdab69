using Reelway.Engine;

namespace Reelway.Runs.Pages;

/// <summary>What a run that needs attention needs, in words.</summary>
internal static class AttentionWords
{
    /// <summary>What stands before the run's own sentence.</summary>
    public static string Headline(RunSummary run) => run.State switch
    {
        RunState.Failed when run.DeadLetter => "Failed: all attempts are spent",
        RunState.Failed => "Failed",
        RunState.Partial => "Partial: done, but not all of it",
        _ => Short(run.Attention),
    };

    public static string Short(AttentionReason? reason) => reason switch
    {
        AttentionReason.Decision => "Needs your answer",
        AttentionReason.ChangedCode => "Its flow has changed",
        AttentionReason.Credentials => "Credentials are refused",
        AttentionReason.WaitedTooLong => "Has waited too long",
        AttentionReason.MissingData => "Something is missing",
        AttentionReason.NotUndone => "Can't be taken back",
        AttentionReason.Correction => "Something must be corrected",
        AttentionReason.Setting => "A setting must be corrected",
        AttentionReason.Machine => "The machine needs care",
        AttentionReason.Access => "A right is missing",
        AttentionReason.Conflict => "Something is in the way",
        _ => "Needs a person",
    };
}
