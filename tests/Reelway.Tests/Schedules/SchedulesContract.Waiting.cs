using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Schedules;
using Reelway.Schedules;
using Reelway.Storage;

namespace Reelway.Tests.Schedules;

/// <summary>Slots that wait: for the run before them, for a time months away, for what the law makes of them.</summary>
public abstract partial class SchedulesContract
{
    [Fact]
    public async Task A_slot_that_waits_for_the_run_before_it_begins_when_that_ends()
    {
        var process = await ProcessAsync(book => book.Add<TickFlow>("a", "Ticks", Every.Hours(1), Overlap.Queue), works: true);
        await process.StartAsync();
        await Eventually.TrueAsync(async () => await process.Get<ScheduleStore>().FindAsync("a", Cancellation) is not null, "the schedule is planned", Cancellation);
        Clock.Advance(TimeSpan.FromHours(1));
        var first = await Eventually.FoundAsync(
            async () => (await process.Runs.ListAsync(new RunQuery(States: [RunState.Waiting]), Cancellation)).Items.SingleOrDefault(), "the first run waits", Cancellation);
        Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(async () => (await process.Get<ScheduleStore>().FindAsync("a", Cancellation))!.QueuedMs is not null, "the second slot waits", Cancellation);

        // The clock stands still from here on: no sweep comes by.
        await process.Runs.SignalAsync(first.Id, "end", "now", dedup: null, Cancellation);

        await Eventually.TrueAsync(
            async () => (await process.StartedAsync("a")).SequenceEqual(["2026-05-04T10:00:00Z", "2026-05-04T11:00:00Z"]), "the second slot has begun", Cancellation);
    }

    [Fact]
    public async Task A_slot_months_away_begins_at_its_time_and_holds_up_none_meanwhile()
    {
        var process = await ProcessAsync(
            book =>
            {
                book.Add<TickFlow>("far", "Ticks", Daily.At(0, 0, "UTC"));
                book.Add<TickFlow>("near", "Ticks", Every.Hours(1));
            },
            works: true);
        process.Change("far", new ScheduleChange { When = "cron 0 0 1 9 *" });
        await process.StartAsync();
        await Eventually.TrueAsync(async () => await process.Get<ScheduleStore>().FindAsync("far", Cancellation) is not null, "it is planned", Cancellation);

        Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(async () => (await process.StartedAsync("near")).Count == 1, "the other begins", Cancellation);
        Assert.Empty(await process.StartedAsync("far"));
        // Longer than a timer of the runtime can wait at once.
        Clock.Advance(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) - Clock.GetUtcNow());

        await Eventually.TrueAsync(async () => (await process.StartedAsync("far")).SequenceEqual(["2026-09-01T00:00:00Z"]), "it has begun", Cancellation);
    }

    [Fact]
    public async Task A_slot_that_was_planned_by_another_law_of_its_zone_is_computed_again_at_the_next_start()
    {
        var before = await ProcessAsync(book => book.Add<TickFlow>("a", "Ticks", Daily.At(14, 0, "Europe/Prague")));
        await before.LookAsync();
        var planned = (await RowAsync(before)).NextMs;
        await before.Get<IDatabase>().WriteAsync(session => session.ExecuteAsync("UPDATE schedule SET next_ms = next_ms - 3600000, due_ms = due_ms - 3600000"), Cancellation);

        var after = await ProcessAsync(book => book.Add<TickFlow>("a", "Ticks", Daily.At(14, 0, "Europe/Prague")));
        await after.LookAsync();

        Assert.Equal((planned, planned), ((await RowAsync(after)).NextMs, (await RowAsync(after)).DueMs));
    }
}
