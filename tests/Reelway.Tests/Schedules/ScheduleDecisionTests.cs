using Reelway.Frame.Schedules;
using Reelway.Schedules;
using static Reelway.Tests.Frame.Schedules.ScheduleRuleTests;

namespace Reelway.Tests.Schedules;

public sealed class ScheduleDecisionTests
{
    private static readonly Schedule Hourly = new("a", "flow", "Tick", Every.Hours(1), Overlap.Skip, CatchUp.One, TimeSpan.Zero, Off: null);

    [Fact]
    public void A_slot_is_never_started_before_its_time()
    {
        var row = Row("2027-01-01T10:00Z");

        Assert.Equal((null, null), Decide(Hourly, row, "2027-01-01T09:59:59.970Z"));
        Assert.Equal(("2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z"), Decide(Hourly, row, "2027-01-01T10:00:00.000Z"));
    }

    [Theory]
    [InlineData(0, null, "2027-01-01T15:00:00Z")]
    [InlineData(1, "2027-01-01T14:00:00Z", "2027-01-01T15:00:00Z")]
    [InlineData(3, "2027-01-01T12:00:00Z", "2027-01-01T13:00:00Z")]
    [InlineData(31, "2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z")]
    public void After_a_downtime_as_many_are_caught_up_as_was_asked(int atMost, string? start, string next)
        => Assert.Equal((start, next), Decide(Hourly with { Overlap = Overlap.Queue, CatchUp = new CatchUp(atMost) }, Row("2027-01-01T10:00Z"), "2027-01-01T14:30Z"));

    [Fact]
    public void A_slot_that_is_late_by_a_restart_is_no_missed_one()
    {
        var never = Hourly with { CatchUp = CatchUp.None };

        Assert.Equal(("2027-01-01T10:00:00Z", "2027-01-01T11:00:00Z"), Decide(never, Row("2027-01-01T10:00Z"), "2027-01-01T10:00:50Z"));
        Assert.Equal((null, "2027-01-01T11:00:00Z"), Decide(never, Row("2027-01-01T10:00Z"), "2027-01-01T10:02Z"));
    }

    [Fact]
    public void While_a_run_is_open_one_slot_waits_and_no_more()
    {
        var queue = Hourly with { Overlap = Overlap.Queue };
        var waits = ScheduleDecision.Of(queue, Row("2027-01-01T10:00Z"), Ms("2027-01-01T10:00Z"), isOpen: true).After!;
        var full = ScheduleDecision.Of(queue, waits, Ms("2027-01-01T11:00Z"), isOpen: true).After!;

        Assert.Equal((Ms("2027-01-01T10:00Z"), Ms("2027-01-01T11:00Z"), null), (waits.QueuedMs, waits.NextMs, waits.SkippedMs));
        Assert.Equal((Ms("2027-01-01T10:00Z"), Ms("2027-01-01T12:00Z"), Ms("2027-01-01T11:00Z")), (full.QueuedMs, full.NextMs, full.SkippedMs));
        Assert.Equal("another one waited already for the run before it", full.SkippedWhy);
        Assert.Equal(("2027-01-01T10:00:00Z", "2027-01-01T12:00:00Z"), Decide(queue, full, "2027-01-01T11:20Z"));
    }

    [Fact]
    public void While_a_run_is_open_slots_are_left_out_where_they_do_not_wait()
    {
        var left = ScheduleDecision.Of(Hourly, Row("2027-01-01T10:00Z"), Ms("2027-01-01T10:00Z"), isOpen: true);

        Assert.Null(left.Start);
        Assert.Equal((Ms("2027-01-01T11:00Z"), Ms("2027-01-01T10:00Z"), "the run before it was still at work"), (left.After!.NextMs, left.After.SkippedMs, left.After.SkippedWhy));
    }

    [Fact]
    public void What_is_caught_up_is_caught_up_one_after_the_other()
    {
        var all = Hourly with { Overlap = Overlap.Queue, CatchUp = CatchUp.All(31) };

        Assert.Equal((null, null), Decide(all, Row("2027-01-01T10:00Z"), "2027-01-01T14:30Z", isOpen: true));
    }

    [Fact]
    public void Years_of_seconds_are_not_counted_through()
    {
        Assert.True(ScheduleRule.TryParse("every 1s", out var rule, out _));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.Equal(
            ("2027-01-01T10:00:00Z", "2027-01-01T10:00:01Z"), Decide(Hourly with { Rule = rule }, Row("1990-01-01T00:00Z"), "2027-01-01T10:00Z"));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("2027-01-01T10:30Z", "2027-01-01T11:00Z")]
    // Set back by two hours: what was started at 10:00 is not started again, and neither is anything before it.
    [InlineData("2027-01-01T08:30Z", "2027-01-01T11:00Z")]
    // It was wrong by years when it started the last one.
    [InlineData("2020-01-01T08:30Z", "2020-01-01T09:00Z")]
    public void A_new_plan_begins_behind_now_and_behind_the_last_slot(string now, string next)
        => Assert.Equal(Ms(next), ScheduleDecision.Planned(Hourly, Row("2027-01-01T11:00Z") with { LastMs = Ms("2027-01-01T10:00Z") }, Ms(now)).NextMs);

    [Fact]
    public void Jitter_is_the_same_in_every_process_and_stays_within_its_bound_and_the_next_slot()
    {
        var slots = Hourly.Rule!.After(Time("2027-01-01T00:00Z")).Take(200).ToList();
        var delays = slots.Select(slot => (Hourly with { Jitter = TimeSpan.FromMinutes(10) }).DueOf(slot) - slot).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMinutes(10)));
        Assert.InRange(delays.Distinct().Count(), 190, 200);
        Assert.Equal(delays, slots.Select(slot => (Hourly with { Jitter = TimeSpan.FromMinutes(10) }).DueOf(slot) - slot));
        Assert.All(slots, slot => Assert.InRange((Hourly with { Jitter = TimeSpan.FromDays(1) }).DueOf(slot) - slot, TimeSpan.Zero, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void More_than_one_can_not_be_caught_up_where_slots_do_not_wait()
        => Assert.NotNull(ScheduleBook.ProblemOf(Hourly with { CatchUp = CatchUp.All(2) }));

    private static ScheduleRow Row(string next) => new() { Name = "a", Rule = Hourly.Plan, NextMs = Ms(next), DueMs = Ms(next) };

    private static (string? Start, string? Next) Decide(Schedule schedule, ScheduleRow row, string now, bool isOpen = false)
    {
        var decision = ScheduleDecision.Of(schedule, row, Ms(now), isOpen);
        return (decision.Start is { } start ? Schedule.Shown(start) : null, decision.After?.NextMs is { } next ? Schedule.Shown(DateTimeOffset.FromUnixTimeMilliseconds(next)) : null);
    }

    private static long Ms(string text) => Time(text).ToUnixTimeMilliseconds();
}
