using System.Text.Json;

namespace Reelway.Engine;

/// <summary>A run as lists show it.</summary>
/// <param name="Why">Why it waits, needs attention or failed, in words; null otherwise.</param>
/// <param name="WaitsUntil">When it goes on by itself, where that is known.</param>
/// <param name="DeadLetter">True when it failed because its attempts are spent.</param>
/// <param name="Progress">0 to 1 of the running step, or null.</param>
/// <param name="Parent">The run that has started it as a child, or null.</param>
/// <param name="PutAside">True when it has failed, wholly or in part, and a person has said that it stays so.</param>
/// <param name="Stamp">What held in the process that started it, see <see cref="RunStamp"/>; null when nobody said.</param>
public sealed record RunSummary(
    RunId Id, string Flow, int FlowVersion, string Key, RunState State, AttentionReason? Attention, string? Why,
    DateTimeOffset? WaitsUntil, bool DeadLetter, string? CurrentStep, double? Progress,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, RunId? Parent = null, string? Stamp = null, bool PutAside = false)
{
    /// <summary>True while it stands still until a person does something: it asks for somebody, or has failed and nobody has put it aside.</summary>
    public bool NeedsPerson => State == RunState.NeedsAttention || (State is RunState.Failed or RunState.Partial && !PutAside);

    /// <summary>When it was last replayed by hand; null when it never was.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>How long it has taken, until its end or until now: what was before a replay has ended then and does not count again.</summary>
    public TimeSpan Elapsed(DateTimeOffset now)
        => (EndedAt ?? now) - (ReplayedAt ?? CreatedAt) is var elapsed && elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero;
}

/// <summary>A run with its steps.</summary>
public sealed record RunView(RunSummary Summary, JsonElement? Input, JsonElement? Output, IReadOnlyList<StepView> Steps);

/// <summary>A step of a run, in the order in which the flow reached them.</summary>
/// <param name="Sentence">The last fault, the reason of a skip, or what is waited for; null when there is nothing to say.</param>
/// <param name="Attempts">Attempts made so far, the running one included.</param>
/// <param name="Decidable">True when a person has to say whether its effect has happened.</param>
/// <param name="IsMark">True for a place in the journal that does nothing: a value or a version that the flow has noted for its replays.</param>
public sealed record StepView(
    string Name, StepState State, int Attempts, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    string? Sentence, double? Progress, string? ProgressText, JsonElement? Output, bool Decidable,
    IReadOnlyList<AttemptView> FailedAttempts, bool IsMark = false);

/// <summary>What a step of a run came to.</summary>
public sealed record StepOutcomeView(RunId Run, string Step, JsonElement Output);

/// <summary>A failed attempt of a step.</summary>
/// <param name="NextAt">When the next attempt was due; null when there was none to come.</param>
public sealed record AttemptView(int Number, FaultKind Kind, string Sentence, DateTimeOffset At, DateTimeOffset? NextAt);

/// <summary>A line of a run's log.</summary>
public sealed record RunLogLine(long Id, DateTimeOffset At, RunLogLevel Level, string? Step, string Message);
