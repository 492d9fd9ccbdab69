using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Frame.Operations;

/// <summary>Removes answers to requests with an <c>Idempotency-Key</c> that have been kept for 30 days.</summary>
[Flow("requests.forget")]
internal sealed class ForgetAnswers(KeptAnswerStore store) : IFlow<ScheduledSlot, ForgottenAnswers>
{
    /// <summary>Declares when.</summary>
    public static void Schedule(ScheduleBook schedules) => schedules.Add<ForgetAnswers>(
        "requests.forget", "Remove answers to requests with an Idempotency-Key after 30 days", Daily.At(3, 10, "UTC"), jitter: TimeSpan.FromMinutes(30));

    /// <inheritdoc/>
    public async Task<ForgottenAnswers> RunAsync(ScheduledSlot input, IRun run)
        => new(await run.StepAsync("forget", step => store.ForgetAsync(step.Cancellation)));
}

/// <summary>How many answers were removed.</summary>
internal sealed record ForgottenAnswers(long Removed);
