namespace Reelway.Engine;

/// <summary>The states of a step as shown.</summary>
public enum StepState
{
    /// <summary>Its body is running.</summary>
    Running,

    /// <summary>Waits for its next attempt, a time, a free place or the end of a block.</summary>
    Waiting,

    /// <summary>Waits for a person.</summary>
    NeedsAttention,

    /// <summary>Its outcome is journaled.</summary>
    Succeeded,

    /// <summary>Failed for good.</summary>
    Failed,

    /// <summary>Was not needed.</summary>
    Skipped,

    /// <summary>Ended with its run.</summary>
    Cancelled,
}
