using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Schedules;
using Reelway.Schedules;

namespace Reelway.Tests.Schedules;

/// <summary>Slots that wait for the run before them.</summary>
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
}
