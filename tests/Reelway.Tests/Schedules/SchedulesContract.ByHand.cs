using Reelway.Frame.Audit;
using Reelway.Frame.Schedules;
using Reelway.Frame.Web;
using Reelway.Schedules;

namespace Reelway.Tests.Schedules;

public abstract partial class SchedulesContract
{
    [Fact]
    public async Task While_it_is_paused_nothing_begins_and_nothing_is_caught_up_afterwards()
    {
        var process = await ProcessAsync(Hourly);
        var other = await ProcessAsync(Hourly);
        var desk = process.Get<ScheduleOperations>();
        await other.LookAsync();

        var paused = await desk.PauseAsync("a", "kim", Cancellation);
        Assert.Equal(("kim", 0), (paused.Paused?.By, paused.Next.Count));
        Assert.Equal("kim", (await desk.PauseAsync("a", "another", Cancellation)).Paused?.By);
        Clock.Advance(TimeSpan.FromHours(3) + TimeSpan.FromMinutes(5));
        await Task.WhenAll(process.LookAsync(), other.LookAsync());
        Assert.Empty(await process.StartedAsync("a"));

        var resumed = await desk.ResumeAsync("a", "kim", Cancellation);
        await Task.WhenAll(process.LookAsync(), other.LookAsync());
        Assert.Empty(await process.StartedAsync("a"));
        Assert.Equal((null, 13, 5), (resumed.Paused, resumed.Next[0].Hour, resumed.Next.Count));

        Clock.Advance(TimeSpan.FromMinutes(55));
        await Task.WhenAll(process.LookAsync(), other.LookAsync());
        Assert.Equal([At(13)], await process.StartedAsync("a"));
        Assert.Equal(["schedule.resumed", "schedule.paused"], (await process.Get<AuditStore>().ListAsync("schedule/a", 9, Cancellation)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_pause_and_a_clock_that_is_set_back_fire_no_slot_twice()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await process.LookAsync();
        await process.EndAsync();

        await process.Get<ScheduleOperations>().PauseAsync("a", "kim", Cancellation);
        Clock.SetWallClock(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
        await process.Get<ScheduleOperations>().ResumeAsync("a", "kim", Cancellation);
        Clock.Advance(TimeSpan.FromHours(1));
        await process.LookAsync();
        Assert.Equal([At(10)], await process.StartedAsync("a"));

        Clock.Advance(TimeSpan.FromHours(1));
        await process.LookAsync();
        Assert.Equal([At(10), At(11)], await process.StartedAsync("a"));
    }

    [Fact]
    public async Task A_pause_while_processes_look_is_kept_to()
    {
        ScheduleProcess[] processes = [await ProcessAsync(Hourly), await ProcessAsync(Hourly)];
        await Task.WhenAll(processes.Select(process => process.LookAsync()));
        Clock.Advance(TimeSpan.FromHours(1));

        await Task.WhenAll(processes.Select(Task (process) => process.LookAsync()).Append(processes[0].Get<ScheduleOperations>().PauseAsync("a", "kim", Cancellation)));
        var before = await processes[0].StartedAsync("a");
        await processes[0].EndAsync();
        Clock.Advance(TimeSpan.FromHours(5));
        await Task.WhenAll(processes.Select(process => process.LookAsync()));

        Assert.InRange(before.Count, 0, 1);
        Assert.Equal(before, await processes[0].StartedAsync("a"));
        Assert.NotNull((await processes[0].Get<ScheduleOperations>().FindAsync("a", Cancellation)).Paused);
    }

    [Fact]
    public async Task It_is_run_by_hand_once_beside_its_times_and_not_while_a_run_is_open()
    {
        var process = await ProcessAsync(Hourly);
        var desk = process.Get<ScheduleOperations>();

        var both = await Task.WhenAll(Try(() => desk.RunAsync("a", "kim", seed: null, Cancellation)), Try(() => desk.RunAsync("a", "kim", seed: null, Cancellation)));
        var started = Assert.Single(both, one => one.Done is not null).Done!;
        Assert.Equal(ScheduleOperations.CannotRun.Code, Assert.Single(both, one => one.Done is null).Refused);
        Assert.Equal(started.Run, (await desk.FindAsync("a", Cancellation)).LastRun?.Id);
        Assert.Equal(ScheduleOperations.CannotRun.Code, (await Try(() => desk.RunAsync("a", "kim", seed: null, Cancellation))).Refused);

        // Its next slot finds the run open, and the one after that does not.
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await process.LookAsync();
        await process.EndAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await process.LookAsync();
        Assert.Equal(["2026-05-04T09:00:00Z/by-hand", At(11)], await process.StartedAsync("a"));
    }

    [Fact]
    public async Task A_request_that_is_made_again_after_a_crash_finds_the_run_that_it_has_started()
    {
        var process = await ProcessAsync(Hourly);
        var desk = process.Get<ScheduleOperations>();

        var started = await desk.RunAsync("a", "kim", "0123456789abcdef", Cancellation);

        Assert.Equal(started, await desk.RunAsync("a", "kim", "0123456789abcdef", Cancellation));
        Assert.Single(await process.StartedAsync("a"));
    }

    [Fact]
    public async Task What_is_off_or_unknown_is_not_run_and_the_sentence_says_so()
    {
        var process = await ProcessAsync(book => book.Add<TickFlow>("a", "Tick", Every.Hours(1), off: "engine.archive_after is not set."));
        var desk = process.Get<ScheduleOperations>();

        var off = await Assert.ThrowsAsync<RefusalException>(() => desk.RunAsync("a", "kim", seed: null, Cancellation));
        var unknown = await Assert.ThrowsAsync<RefusalException>(() => desk.PauseAsync("b", "kim", Cancellation));

        Assert.Equal("Schedule a is off: engine.archive_after is not set.", off.Message);
        Assert.Equal("There is no schedule \"b\"; there are a.", unknown.Message);
    }

    [Fact]
    public async Task The_next_times_are_shown_of_one_and_of_all_as_they_will_come()
    {
        var process = await ProcessAsync(book =>
        {
            book.Add<TickFlow>("a", "Tick", Every.Hours(1));
            book.Add<TickFlow>("b", "Tick", Daily.At(11, 30, "Europe/Prague"));
            book.Add<TickFlow>("c", "Tick", Every.Minutes(1), off: "It is not wanted.");
        });
        var desk = process.Get<ScheduleOperations>();
        var before = await desk.NextAsync(name: null, 4, Cancellation);
        await process.LookAsync();

        Assert.Equal(["b 9:30", "a 10:0", "a 11:0", "a 12:0"], before.Items.Select(start => $"{start.Schedule} {start.At.Hour}:{start.At.Minute}"));
        Assert.Equal(before.Items, (await desk.NextAsync(name: null, 4, Cancellation)).Items);
        Assert.Equal([4, 5, 6], (await desk.NextAsync("b", 3, Cancellation)).Items.Select(start => start.At.Day));
        process.Change("a", new ScheduleChange { When = "every 2h" });
        Assert.Equal([10, 12, 14, 16, 18], (await desk.FindAsync("a", Cancellation)).Next.Select(at => at.Hour));
    }

    private static async Task<(StartedSchedule? Done, string? Refused)> Try(Func<Task<StartedSchedule>> ask)
    {
        try
        {
            return (await ask(), null);
        }
        catch (RefusalException refusal)
        {
            return (null, (string?)refusal.Problem.ProblemDetails.Extensions["code"]);
        }
    }
}
