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
        _ => "Needs a person",
    };

    /// <summary>What to do before pressing retry.</summary>
    public static string? Remedy(AttentionReason? reason) => reason switch
    {
        AttentionReason.Decision => "Look whether it has happened, and say so below.",
        AttentionReason.ChangedCode => "Run it with the version that it began with, or cancel it and start again.",
        AttentionReason.Credentials => "Renew the connection's credentials, then retry.",
        AttentionReason.WaitedTooLong => "Find out what holds it up, then retry.",
        AttentionReason.MissingData => "Supply what is missing, then retry.",
        AttentionReason.NotUndone => "Take it back by hand and cancel again, or mend the cause and retry.",
        AttentionReason.Correction => "Correct what is named, then retry.",
        AttentionReason.Setting => "Correct the setting, then retry.",
        AttentionReason.Machine => "Mend it on the machine that is named or where the server runs, then retry.",
        AttentionReason.Access => "Give the right at the other system, then retry.",
        _ => null,
    };
}
