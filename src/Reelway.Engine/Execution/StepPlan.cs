namespace Reelway.Engine.Execution;

/// <summary>A step as the flow asked for it.</summary>
/// <param name="Body">Answers with the result as JSON; null for none, or "not yet" of a poll.</param>
internal sealed record StepPlan(
    long Pos, string Name, StepKind Kind, StepOptions Options, Func<IStep, Task<string?>> Body, PollTimes? Poll);

/// <summary>How often a poll asks, and for how long.</summary>
internal sealed record PollTimes(TimeSpan Every, TimeSpan GiveUpAfter);
