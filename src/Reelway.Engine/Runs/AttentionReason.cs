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

    /// <summary>Something is wrong, ambiguous or in the way that only a person can correct.</summary>
    Correction,

    /// <summary>A setting is missing or wrong.</summary>
    Setting,

    /// <summary>The machine needs care: its disk, its rights, its programs.</summary>
    Machine,

    /// <summary>A right is missing at another system.</summary>
    Access,
}
