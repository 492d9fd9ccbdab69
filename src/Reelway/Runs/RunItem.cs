using System.Diagnostics.CodeAnalysis;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A run as the API and <c>--json</c> list it.</summary>
internal record RunItem
{
    public RunItem()
    {
    }

    [SetsRequiredMembers]
    public RunItem(RunSummary run, RunFaces faces, RunFace? face, DateTimeOffset now)
    {
        Id = run.Id.ToString();
        Flow = run.Flow;
        FlowVersion = run.FlowVersion;
        Key = run.Key;
        Title = RunFaces.Title(run, face);
        Link = face?.Link;
        State = run.State.Name();
        Attention = run.Attention?.Name();
        Why = run.Why;
        WaitsUntil = run.WaitsUntil?.UtcDateTime;
        DeadLetter = run.DeadLetter;
        NeedsPerson = run.NeedsPerson;
        CurrentStep = run.CurrentStep;
        CurrentStepTitle = run.CurrentStep is { } step ? faces.StepTitle(run.Flow, step) : null;
        Progress = run.Progress;
        CreatedAt = run.CreatedAt.UtcDateTime;
        UpdatedAt = run.UpdatedAt.UtcDateTime;
        EndedAt = run.EndedAt?.UtcDateTime;
        ElapsedMs = (long)run.Elapsed(now).TotalMilliseconds;
    }

    /// <summary>Such as run_06agn9k2w4008.</summary>
    public required string Id { get; init; }

    public required string Flow { get; init; }

    public required int FlowVersion { get; init; }

    /// <summary>What the run is about; with the flow it names the run as well as the id does.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it: the talk's title as soon as the run knows it, before that the name of the file.</summary>
    public required string Title { get; init; }

    /// <summary>Where what it published can be seen; null while there is nothing to see.</summary>
    public required Uri? Link { get; init; }

    /// <summary>queued, running, waiting, needs-attention, succeeded, partial, failed or cancelled.</summary>
    public required string State { get; init; }

    /// <summary>What a person has to do: decision, changed-code, credentials, waited-too-long, missing-data, not-undone, correction, setting, machine, access, conflict.</summary>
    public required string? Attention { get; init; }

    /// <summary>Why it waits, needs attention or failed, in words.</summary>
    public required string? Why { get; init; }

    /// <summary>When it goes on by itself, where that is known.</summary>
    public required DateTime? WaitsUntil { get; init; }

    /// <summary>True when it failed because its attempts are spent.</summary>
    public required bool DeadLetter { get; init; }

    /// <summary>True while it stands still until a person does something: it asks for somebody, or has failed and nobody has put it aside.</summary>
    public required bool NeedsPerson { get; init; }

    public required string? CurrentStep { get; init; }

    /// <summary>What the step does, in words; these may change.</summary>
    public required string? CurrentStepTitle { get; init; }

    /// <summary>0 to 1 of the running step.</summary>
    public required double? Progress { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required DateTime? EndedAt { get; init; }

    /// <summary>From its creation, or its last replay, to its end, or until now, in milliseconds.</summary>
    public required long ElapsedMs { get; init; }
}
