using Reelway.Engine.Execution;

namespace Reelway.Engine.Tests;

public sealed class FaultDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(60, 60)]
    public void Waits_double_up_to_the_longest(long attempt, double seconds)
        => Assert.Equal(new FaultDecision.Retry(Now.AddSeconds(seconds)), Decide(new Fault(FaultKind.Transient, ""), attempt, jitter: 1));

    [Fact]
    public void Jitter_spreads_retries_over_the_whole_wait()
        => Assert.Equal(new FaultDecision.Retry(Now.AddSeconds(2.5)), Decide(new Fault(FaultKind.Transient, ""), attempt: 1, jitter: 0.5));

    [Fact]
    public void A_time_that_the_remote_named_wins_over_the_backoff()
        => Assert.Equal(
            new FaultDecision.Retry(Now.AddMinutes(7)), Decide(new Fault(FaultKind.Transient, "", Until: Now.AddMinutes(7)), attempt: 1, jitter: 0));

    [Fact]
    public void The_last_attempt_is_a_dead_letter()
        => Assert.Equal(new FaultDecision.Fail(DeadLetter: true), Decide(new Fault(FaultKind.Transient, ""), attempt: 100, jitter: 0));

    [Fact]
    public void An_unknown_outcome_of_a_once_step_is_never_repeated_whatever_the_kind()
        => Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Equal(
            new FaultDecision.Ask(AttentionReason.Decision, Scope: null), Decide(new Fault(kind, "", OutcomeUnknown: true), attempt: 1, jitter: 0, once: true)));

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(2, 0, 300)]
    [InlineData(2, 1, 375)]
    [InlineData(3, 0.5, 8100)]
    public void A_list_of_waits_is_kept_to_and_spread_the_wider_the_longer_a_wait_is(long attempt, double jitter, double seconds)
        => Assert.Equal(new FaultDecision.Retry(Now.AddSeconds(seconds)), Decide(new Fault(FaultKind.Transient, ""), attempt, jitter, policy: Listed));

    [Fact]
    public void After_the_last_of_a_list_of_waits_comes_the_dead_letter()
        => Assert.Equal(new FaultDecision.Fail(DeadLetter: true), Decide(new Fault(FaultKind.Transient, ""), attempt: 4, jitter: 0, policy: Listed));

    private static RetryPolicy Listed { get; } = RetryPolicy.After([TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2)]);

    private static FaultDecision Decide(Fault fault, long attempt, double jitter, bool once = false, RetryPolicy? policy = null)
        => FaultDecision.Of(
            fault, attempt, policy ?? new RetryPolicy(100, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), started: Now, now: Now, TimeSpan.FromDays(14), once, jitter);
}
