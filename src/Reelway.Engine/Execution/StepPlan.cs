namespace Reelway.Engine.Execution;

/// <summary>A step as the flow asked for it.</summary>
/// <param name="Body">Answers with the result as JSON; null for none, or "not yet" of a poll.</param>
internal sealed record StepPlan(
    long Pos, string Name, StepKind Kind, StepOptions Options, Func<IStep, Task<string?>> Body, StepDetails? Details)
{
    /// <summary>The flow that asks, for those who watch.</summary>
    public string Flow { get; init; } = "";
}

/// <summary>What only steps of one kind have.</summary>
internal abstract record StepDetails;

/// <summary>How often a poll asks, and for how long.</summary>
internal sealed record PollPlan(Func<IStep, PollTimes> Times) : StepDetails;

/// <summary>The child runs that a step starts and waits for.</summary>
/// <param name="Items">The items' keys in their order.</param>
/// <param name="InputOf">The input of the child at an index, as JSON.</param>
internal sealed record ChildrenPlan(FlowRegistration Flow, IReadOnlyList<string> Items, Func<int, string> InputOf) : StepDetails;

/// <summary>The signal that a step waits for, by the flow and key of its run.</summary>
/// <param name="DueMs">When the wait ends without one; null: never.</param>
/// <param name="Misfit">Says why a payload can't be read as what the flow expects; null when it can.</param>
internal sealed record SignalWait(string Flow, string Key, string Name, long? DueMs, Func<string, string?> Misfit) : StepDetails;
