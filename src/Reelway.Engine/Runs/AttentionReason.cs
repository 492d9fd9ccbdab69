namespace Reelway.Engine;

/// <summary>Why a run needs a person.</summary>
public enum AttentionReason
{
    /// <summary>An effect may or may not have happened: say which (<c>sent</c> or <c>send again</c>).</summary>
    Decision,

    /// <summary>The flow's code no longer fits the run's journal.</summary>
    ChangedCode,

    /// <summary>A connection's credentials are refused.</summary>
    Credentials,

    /// <summary>It has waited longer than <c>engine.max_wait</c>, or a poll's own limit.</summary>
    WaitedTooLong,

    /// <summary>Something is missing that only a person can supply.</summary>
    MissingData,

    /// <summary>A cancelled run can't take back something that it has done.</summary>
    NotUndone,

    /// <summary>Something is wrong or ambiguous that only a person can correct.</summary>
    Correction,

    /// <summary>A setting is missing or wrong.</summary>
    Setting,

    /// <summary>The machine needs care: its disk, its rights, its programs.</summary>
    Machine,

    /// <summary>A right is missing at another system.</summary>
    Access,

    /// <summary>Something else is there already, or holds what is needed.</summary>
    Conflict,
}

/// <summary>What helps, whatever it is in particular.</summary>
internal static class AttentionRemedies
{
    /// <summary>What a person does, in a sentence: for faults whose own sentence does not say it.</summary>
    public static string Remedy(this AttentionReason reason) => reason switch
    {
        AttentionReason.Decision => "Check at the receiver, then decide: sent, or send-again.",
        AttentionReason.ChangedCode => "Run it with the version that it began with, or cancel it and start again.",
        AttentionReason.Credentials => "Give the connection new credentials; what waits for them then goes on.",
        AttentionReason.WaitedTooLong => "Find out what holds it up, then retry.",
        AttentionReason.MissingData => "Supply what is missing, then retry.",
        AttentionReason.NotUndone => "Retry it when the cause is mended, or do it by hand and cancel the run again.",
        AttentionReason.Correction => "Correct it, then retry.",
        AttentionReason.Setting => "Correct the setting, then retry.",
        AttentionReason.Machine => "Mend it on the machine that is named or where the server runs, then retry.",
        AttentionReason.Access => "Give the right at the other system, then retry.",
        AttentionReason.Conflict => "Decide which of the two is wanted, put the other one away, then retry.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a remedy."),
    };
}
