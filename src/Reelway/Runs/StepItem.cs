using System.Text.Json;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A step of a run.</summary>
/// <param name="Name">Names it for ever.</param>
/// <param name="Title">What it does, in words; these may change.</param>
/// <param name="Attempts">Attempts made so far, the running one included.</param>
/// <param name="ElapsedMs">From its first start to its end, or until now, in milliseconds, waits included; null before it started.</param>
/// <param name="Sentence">The last fault, the reason of a skip, or what is waited for.</param>
/// <param name="Decidable">True when a person has to say whether its effect has happened.</param>
internal sealed record StepItem(
    string Name, string Title, string State, int Attempts, DateTime? StartedAt, DateTime? EndedAt, long? ElapsedMs, string? Sentence,
    double? Progress, string? ProgressText, JsonElement? Output, bool Decidable, IReadOnlyList<AttemptItem> FailedAttempts)
{
    public static StepItem From(StepView step, string title, DateTimeOffset now) => new(
        step.Name, title, step.State.Name(), step.Attempts, step.StartedAt?.UtcDateTime, step.EndedAt?.UtcDateTime,
        step.StartedAt is { } started ? Milliseconds.Between(started, step.EndedAt ?? now) : null,
        step.Sentence, step.Progress, step.ProgressText, step.Output, step.Decidable, [.. step.FailedAttempts.Select(AttemptItem.From)]);
}

/// <summary>A failed attempt of a step.</summary>
/// <param name="Kind">transient, rate-limited, auth, permanent or needs-person.</param>
/// <param name="NextAt">When the next attempt was due; null when there was none to come.</param>
internal sealed record AttemptItem(int Number, string Kind, string Sentence, DateTime At, DateTime? NextAt)
{
    public static AttemptItem From(AttemptView attempt)
        => new(attempt.Number, attempt.Kind.Name(), attempt.Sentence, attempt.At.UtcDateTime, attempt.NextAt?.UtcDateTime);
}
