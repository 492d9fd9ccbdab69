namespace Reelway.Engine.Execution;

/// <summary>What follows from a failed attempt.</summary>
internal abstract record FaultDecision
{
    /// <summary>Try again at a time; costs an attempt.</summary>
    internal sealed record Retry(DateTimeOffset At) : FaultDecision;

    /// <summary>Wait for others until a time, and hold up what shares the scope; costs no attempt.</summary>
    internal sealed record Wait(DateTimeOffset Until, string? Scope) : FaultDecision;

    /// <summary>A person has to act; a scope is held up until then.</summary>
    internal sealed record Ask(AttentionReason Reason, string? Scope) : FaultDecision;

    /// <summary>The step has failed.</summary>
    /// <param name="DeadLetter">True when its attempts are spent.</param>
    internal sealed record Fail(bool DeadLetter) : FaultDecision;

    /// <summary>Wait after a rate limit that named no time.</summary>
    private static readonly TimeSpan UnnamedRateLimitWait = TimeSpan.FromMinutes(1);

    /// <summary>Decides. Pure: no clock and no randomness of its own.</summary>
    /// <param name="attempt">Attempts made in this series, this one included.</param>
    /// <param name="started">When the step was first tried.</param>
    /// <param name="once">True for a step that must not run twice.</param>
    /// <param name="jitter">0 to 1; spreads out retries that failed together.</param>
    public static FaultDecision Of(
        Fault fault, long attempt, RetryPolicy policy, DateTimeOffset started, DateTimeOffset now, TimeSpan maxWait, bool once, double jitter)
    {
        if (once && fault.OutcomeUnknown)
        {
            return new Ask(AttentionReason.Decision, Scope: null);
        }

        switch (fault.Kind)
        {
            case FaultKind.NeedsPerson:
                return new Ask(fault.Reason ?? AttentionReason.Correction, Scope: null);
            case FaultKind.Auth:
                return new Ask(fault.Reason ?? AttentionReason.Credentials, fault.Scope);
            case FaultKind.Permanent:
                return new Fail(DeadLetter: false);
            case FaultKind.RateLimited:
                var until = fault.Until ?? now + UnnamedRateLimitWait;
                return until - started > maxWait ? new Ask(AttentionReason.WaitedTooLong, Scope: null) : new Wait(until, fault.Scope);
            default:
                return attempt >= policy.MaxAttempts ? new Fail(DeadLetter: true) : new Retry(fault.Until ?? (now + policy.WaitAfter(attempt, jitter)));
        }
    }
}
