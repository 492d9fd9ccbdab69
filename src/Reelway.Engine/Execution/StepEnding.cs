namespace Reelway.Engine.Execution;

/// <summary>How one execution of a step in this process came to its end.</summary>
internal abstract record StepEnding
{
    /// <summary>It has an outcome, which is durable.</summary>
    internal sealed record Finished(JournalRow Row) : StepEnding;

    /// <summary>It waits; what for is durable.</summary>
    internal sealed record Parked(ResourceLimit? Limit = null) : StepEnding;

    /// <summary>It was told to stop, because its run was cancelled or the process ends. Nothing was stored.</summary>
    internal sealed record Stopped : StepEnding;

    /// <summary>It can't go on in this process: the lease is lost, or the engine itself failed.</summary>
    internal sealed record Broken(Exception Failure) : StepEnding;
}
