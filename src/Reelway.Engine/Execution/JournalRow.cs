namespace Reelway.Engine.Execution;

/// <summary>What a row of the journal is; stored as a number, so members are only ever added at the end.</summary>
internal enum StepKind
{
    Step,
    Once,
    Poll,
    Timer,
    Marker,
    Skip,

    /// <summary>A wait for a signal.</summary>
    Signal,

    /// <summary>Child runs, one per item.</summary>
    Children,

    /// <summary>A place that only newer code has.</summary>
    Change,

    /// <summary>What takes back an earlier step's effect after a cancel.</summary>
    Undo,
}

/// <summary>How a step ended; stored as a number.</summary>
internal enum StepOutcome
{
    Succeeded,
    Failed,
    Skipped,

    /// <summary>A person said that its effect has happened.</summary>
    AssumedDone,

    /// <summary>A timer that has not fired; its due time is the row's output.</summary>
    TimerSet,
}

/// <summary>A row of the journal: a step that has an outcome, or a timer.</summary>
internal sealed record JournalRow
{
    public long Pos { get; init; }

    public string Name { get; init; } = "";

    public StepKind Kind { get; init; }

    public StepOutcome Outcome { get; init; }

    public long Attempts { get; init; }

    public string? Output { get; init; }

    /// <summary>The fault of a failed step as JSON.</summary>
    public string? Fault { get; init; }

    public long StartedMs { get; init; }

    public long? EndedMs { get; init; }
}

/// <summary>The fault that a failed step's row holds.</summary>
/// <param name="DeadLetter">True when the attempts were spent, so that a repetition by hand may well succeed.</param>
internal sealed record StoredFault(Fault Fault, bool DeadLetter);
