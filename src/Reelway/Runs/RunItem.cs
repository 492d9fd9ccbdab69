using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A run as the API and <c>--json</c> list it.</summary>
/// <param name="Id">Such as run_06agn9k2w4008.</param>
/// <param name="Key">What the run is about; with the flow it names the run as well as the id does.</param>
/// <param name="Title">What people call it: the talk's title as soon as the run knows it, before that the name of the file.</param>
/// <param name="Link">Where what it published can be seen; null while there is nothing to see.</param>
/// <param name="State">queued, running, waiting, needs-attention, succeeded, partial, failed or cancelled.</param>
/// <param name="Attention">What a person has to do: decision, changed-code, credentials, waited-too-long, missing-data, not-undone, correction, setting, machine, access, conflict.</param>
/// <param name="Why">Why it waits, needs attention or failed, in words.</param>
/// <param name="WaitsUntil">When it goes on by itself, where that is known.</param>
/// <param name="DeadLetter">True when it failed because its attempts are spent.</param>
/// <param name="NeedsPerson">True while it stands still until a person does something: it asks for somebody, or has failed and nobody has put it aside.</param>
/// <param name="CurrentStepTitle">What the step does, in words; these may change.</param>
/// <param name="Progress">0 to 1 of the running step.</param>
/// <param name="ElapsedMs">From its creation, or its last replay, to its end, or until now, in milliseconds.</param>
internal record RunItem(
    string Id, string Flow, int FlowVersion, string Key, string Title, Uri? Link, string State, string? Attention, string? Why, DateTime? WaitsUntil,
    bool DeadLetter, bool NeedsPerson, string? CurrentStep, string? CurrentStepTitle, double? Progress,
    DateTime CreatedAt, DateTime UpdatedAt, DateTime? EndedAt, long ElapsedMs)
{
    public static RunItem From(RunSummary run, RunFaces faces, RunFace? face, DateTimeOffset now) => new(
        run.Id.ToString(), run.Flow, run.FlowVersion, run.Key, RunFaces.Title(run, face), face?.Link, run.State.Name(), run.Attention?.Name(), run.Why, run.WaitsUntil?.UtcDateTime,
        run.DeadLetter, run.NeedsPerson, run.CurrentStep, run.CurrentStep is { } step ? faces.StepTitle(run.Flow, step) : null, run.Progress,
        run.CreatedAt.UtcDateTime, run.UpdatedAt.UtcDateTime, run.EndedAt?.UtcDateTime, (long)run.Elapsed(now).TotalMilliseconds);
}
