using System.ComponentModel;

namespace Reelway.Facts;

/// <summary>A run stands still until a person does something.</summary>
internal sealed record RunNeedsPerson(
    [property: Description("The run's id.")] string Run,
    [property: Description("Its flow.")] string Flow,
    [property: Description("What it is about.")] string Key,
    [property: Description("What kind of thing has to be done: decision, credentials, missing-data …")] string Need,
    [property: Description("What happened, to what, and what to do.")] string Reason) : IProductEvent<RunNeedsPerson>
{
    public static string Type => "run.needs_person";

    public static string Text => "A run stands still until a person does something.";

    public static RunNeedsPerson Example { get; } = new(
        "run_06agn9k2w4009", "talks.publish", "file:///media/owls.mp4", "missing-data", "The sheet has no talk \"Owls at Night\". Add its row, then retry the run.");

    string IProductEvent.Subject => $"run/{Run}";
}

/// <summary>A run has failed, wholly or in part.</summary>
internal sealed record RunFailed(
    [property: Description("The run's id.")] string Run,
    [property: Description("Its flow.")] string Flow,
    [property: Description("What it is about.")] string Key,
    [property: Description("True when part of it was done.")] bool Partial,
    [property: Description("True when its attempts are spent; it waits among the dead letters.")] bool DeadLetter,
    [property: Description("What happened, to what, and what to do.")] string Reason) : IProductEvent<RunFailed>
{
    public static string Type => "run.failed";

    public static string Text => "A run has failed, wholly or in part.";

    public static RunFailed Example { get; } = new(
        "run_06agn9k2w4009", "talks.publish", "file:///media/owls.mp4", Partial: false, DeadLetter: true, "The page can't be reached: connection refused.");

    string IProductEvent.Subject => $"run/{Run}";
}
