namespace Reelway.Engine.Execution;

/// <summary>What a parked step waits for; stored as a number.</summary>
internal enum WaitKind
{
    /// <summary>The time of its next attempt.</summary>
    Retry,

    /// <summary>The next question of a poll.</summary>
    Poll,

    /// <summary>A timer of the flow.</summary>
    Timer,

    /// <summary>A place of a limited resource.</summary>
    Slot,

    /// <summary>The end of a block of a fault scope.</summary>
    Block,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A signal of a name.</summary>
    Signal,

    /// <summary>The end of child runs.</summary>
    Children,
}

/// <summary>A step without outcome, as far as it is remembered across attempts.</summary>
internal sealed record OpenStep
{
    public long Pos { get; init; }

    public string Name { get; init; } = "";

    public StepKind Kind { get; init; }

    /// <summary>Attempts used up in this series.</summary>
    public long Attempts { get; init; }

    public long StartedMs { get; init; }

    public WaitKind? WaitKind { get; init; }

    public string? WaitOn { get; init; }

    public long? DueMs { get; init; }

    public AttentionReason? Attention { get; init; }

    public string? Sentence { get; init; }

    public string? Checkpoint { get; init; }

    /// <summary>The same step, no longer waiting.</summary>
    public OpenStep Resumed() => this with { WaitKind = null, WaitOn = null, DueMs = null, Attention = null, Sentence = null };

    /// <summary>The same step, waiting.</summary>
    public OpenStep Waiting(WaitKind kind, string sentence, long? dueMs = null, string? on = null)
        => this with { WaitKind = kind, Sentence = sentence, DueMs = dueMs, WaitOn = on, Attention = null };

    /// <summary>The same step, waiting for a person.</summary>
    public OpenStep NeedingPerson(AttentionReason reason, string sentence, string? on = null)
        => this with { WaitKind = Execution.WaitKind.Person, Attention = reason, Sentence = sentence, DueMs = null, WaitOn = on };
}

/// <summary>How often a step's effect was asked for again.</summary>
internal sealed record Redo
{
    public string Step { get; init; } = "";

    public long N { get; init; }
}

/// <summary>An intent of a Once step.</summary>
internal sealed record Intent
{
    public string Step { get; init; } = "";

    public Decision? Decision { get; init; }
}
