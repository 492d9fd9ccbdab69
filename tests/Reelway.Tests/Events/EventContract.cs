using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Events;

/// <summary>What subscribers rely on, on whichever database.</summary>
public abstract class EventContract : IAsyncLifetime
{
    private protected static readonly Subscription Plain = Subscription.To<TalkPublished, TalkPublished>("plain", EventProcess.TellFlow.Flow, told => told);
    private protected static readonly Subscription Bounded = Plain with { Name = "bounded", AtMost = 3 };
    private protected static readonly Subscription Ordered = Plain with { Name = "ordered", InOrder = true };

    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await StoreAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_subscriber_gets_each_event_of_its_types_once_by_a_cursor_of_its_own()
    {
        var deaf = Subscription.To<TalkReleased, TalkReleased>("deaf", EventProcess.TellFlow.Flow, told => told);
        await using var process = await StartAsync([Plain, Plain with { Name = "owls", Wants = told => told.Subject == "talk/owls" }, deaf]);

        await process.RecordAsync(("owls", "1"), ("bees", "2"), ("owls", "1"));
        await process.PumpAsync();
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/2"], await process.ToldAsync("plain"));
        Assert.Equal(["talk.published/talk/owls/1"], await process.ToldAsync("owls"));
        Assert.Empty(await process.ToldAsync("deaf"));
        Assert.All(await process.Store.CursorsAsync(Cancellation), cursor => Assert.Equal((0, 0), (cursor.Ahead, cursor.Taken)));
    }

    [Fact]
    public async Task How_far_each_subscriber_is_behind_counts_from_the_oldest_event_that_it_is_not_done_with()
    {
        await using var process = await StartAsync([Plain, Bounded]);
        await process.RecordAsync(("owls", "1"));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([("bounded", 30_000), ("plain", 30_000)], await BehindAsync());

        await process.PumpAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));

        // The bounded one is done with it when its run has ended.
        Assert.Equal([("bounded", 60_000), ("plain", 0)], await BehindAsync());

        async Task<IEnumerable<(string, long)>> BehindAsync() => (await process.Store.LagsAsync(Cancellation)).Subscribers.Select(one => (one.Subscriber, one.BehindMs));
    }

    [Fact]
    public async Task A_new_subscriber_begins_with_what_comes_after_it()
    {
        await using (var before = await StartAsync([]))
        {
            await before.RecordAsync(("owls", "1"));
            await before.PumpAsync();
        }

        await using var process = await StartAsync([Plain]);
        await process.RecordAsync(("owls", "2"));
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/2"], await process.ToldAsync("plain"));
    }

    [Fact]
    public async Task What_is_recorded_in_a_transaction_that_fails_was_never_announced()
    {
        await using var process = await StartAsync([Plain]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => process.Get<IDatabase>().WriteAsync(
            async session =>
            {
                await EventStore.RecordAsync(session, EventProcess.Fact("owls", "1"), "1", DateTimeOffset.UnixEpoch);
                throw new InvalidOperationException();
            },
            Cancellation));
        await process.RecordAsync(("owls", "2"));
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/2"], await process.ToldAsync("plain"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pump_that_dies_at_any_write_loses_nothing_and_starts_nothing_twice(bool written)
    {
        await using (var first = await StartAsync([Plain, Bounded, Ordered]))
        {
            await first.RecordAsync(("owls", "1"), ("bees", "2"), ("owls", "3"));
        }

        var deaths = 0;
        for (var write = 0; ; write++)
        {
            var dying = new DyingDatabase(await _store.OpenAsync(_clock, Cancellation), write, written);
            await using var process = await EventProcess.StartAsync(dying, _clock, [Plain, Bounded, Ordered]);
            dying.Arm();
            try
            {
                await process.PumpAsync();
                break;
            }
            catch (StorageException)
            {
                deaths++;
            }
        }

        await using var last = await StartAsync([Plain, Bounded, Ordered]);
        await last.PumpAsync();
        Assert.True(deaths >= 2, $"It died {deaths} times.");
        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/2", "talk.published/talk/owls/3"], await last.ToldAsync("plain"));
        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/2", "talk.published/talk/owls/3"], await last.ToldAsync("bounded"));
        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/2"], await last.ToldAsync("ordered"));
    }

    [Fact]
    public async Task Two_processes_that_pump_at_once_start_each_run_once_and_keep_the_bound()
    {
        await using var one = await StartAsync([Plain, Bounded]);
        await using var other = await StartAsync([Plain, Bounded]);
        await one.RecordAsync(Enumerable.Range(0, 60).Select(i => ($"t{i % 7}", $"{i:00}")));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).PumpAsync()));

        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => $"talk.published/talk/t{i % 7}/{i:00}").Order(StringComparer.Ordinal), (await one.ToldAsync("plain")).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await one.ToldAsync("bounded")).Count);
    }

    [Fact]
    public async Task A_purge_keeps_what_a_cursor_has_not_passed_and_positions_are_never_given_twice()
    {
        await using var process = await StartAsync([Plain, Bounded]);
        await process.RecordAsync(("owls", "1"), ("owls", "2"), ("owls", "3"), ("owls", "4"));
        await process.PumpAsync();
        _clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(0, await process.Store.PurgeAsync(TimeSpan.FromDays(30), Cancellation));
        foreach (var run in (await process.Runs.ListAsync(new RunQuery(), Cancellation)).Items)
        {
            await process.Runs.CancelAsync(run.Id, "", Cancellation);
        }

        // The fourth is at work now, and the others are done.
        await process.PumpAsync();
        Assert.Equal(3, await process.Store.PurgeAsync(TimeSpan.FromDays(30), Cancellation));
        await process.Runs.CancelAsync((await process.Runs.ListAsync(new RunQuery(), Cancellation)).Items[0].Id, "", Cancellation);
        await process.PumpAsync();
        Assert.Equal(1, await process.Store.PurgeAsync(TimeSpan.FromDays(30), Cancellation));
        Assert.Empty(await process.Store.ListAsync(new EventQuery(), long.MaxValue, 10, Cancellation));

        await process.RecordAsync(("owls", "5"));
        await process.PumpAsync();
        Assert.Equal("talk.published/talk/owls/5", (await process.ToldAsync("plain"))[^1]);
        Assert.Equal("talk.published/talk/owls/5", (await process.ToldAsync("bounded"))[^1]);
    }

    [Fact]
    public async Task A_replay_brings_events_again_from_where_it_is_asked_for_and_to_its_subscriber_alone()
    {
        await using var process = await StartAsync([Plain, Plain with { Name = "other" }]);
        await process.RecordAsync(("owls", "1"));
        _clock.Advance(TimeSpan.FromHours(1));
        var later = _clock.GetUtcNow();
        await process.RecordAsync(("owls", "2"), ("owls", "3"));
        await process.PumpAsync();

        Assert.True(await process.Store.SetCursorAsync("plain", await process.Store.PositionBeforeAsync(later, Cancellation), Cancellation));
        Assert.False(await process.Store.SetCursorAsync("nobody", 0, Cancellation));
        await process.PumpAsync();

        Assert.Equal(
            ["talk.published/talk/owls/1", "talk.published/talk/owls/2", "talk.published/talk/owls/3", "talk.published/talk/owls/2/1", "talk.published/talk/owls/3/1"],
            await process.ToldAsync("plain"));
        Assert.Equal(3, (await process.ToldAsync("other")).Count);
    }

    [Fact]
    public async Task An_ordered_subscriber_gets_the_next_event_of_a_subject_when_the_last_one_is_done_and_other_subjects_go_on()
    {
        await using var process = await StartAsync([Ordered], works: true);
        await process.RecordAsync(("owls", "1"), ("owls", "2"), ("bees", "3"));
        await process.PumpAsync();
        await process.PumpAsync();
        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/3"], await process.ToldAsync("ordered"));

        var first = (await process.Runs.ListAsync(new RunQuery(Text: "owls/1"), Cancellation)).Items.Single().Id;
        await process.Runs.SignalAsync(first, "go", new { }, dedup: null, Cancellation);
        await process.Runs.WaitAsync(first, Cancellation);
        await process.PumpAsync();

        Assert.Equal(["talk.published/talk/owls/1", "talk.published/talk/bees/3", "talk.published/talk/owls/2"], await process.ToldAsync("ordered"));
    }

    [Fact]
    public async Task A_bounded_subscriber_has_so_many_runs_open_and_its_cursor_stands_still_meanwhile()
    {
        await using var process = await StartAsync([Bounded]);
        await process.RecordAsync(Enumerable.Range(1, 5).Select(i => ("owls", $"{i}")));
        await process.PumpAsync();
        Assert.Equal((3, 2), (await process.ToldAsync("bounded") is { Count: var told } ? told : 0, (await process.Store.CursorsAsync(Cancellation)).Single().Ahead));

        await process.Runs.CancelAsync((await process.Runs.ListAsync(new RunQuery(), Cancellation)).Items[0].Id, "", Cancellation);
        await process.PumpAsync();

        Assert.Equal((4, 1), ((await process.ToldAsync("bounded")).Count, (await process.Store.CursorsAsync(Cancellation)).Single().Ahead));
    }

    [Fact]
    public async Task A_subscriber_whose_flow_is_gone_holds_up_no_other_and_loses_nothing()
    {
        var gone = Subscription.To<TalkPublished, TalkPublished>("gone", "no.such.flow", told => told);
        await using var process = await StartAsync([gone, Plain]);
        await process.RecordAsync(("owls", "1"));
        await process.PumpAsync();

        Assert.Single(await process.ToldAsync("plain"));
        Assert.Equal(1, (await process.Store.CursorsAsync(Cancellation)).Single(cursor => cursor.Subscriber == "gone").Ahead);
    }

    [Fact]
    public async Task An_event_with_too_much_in_it_is_refused_with_its_fact()
    {
        await using var process = await StartAsync([]);

        var refused = await Assert.ThrowsAsync<FaultException>(() => process.RecordAsync((new string('x', EventStore.LargestData), "1")));

        Assert.Contains("at most 131072 are passed on", refused.Message, StringComparison.Ordinal);
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private protected async Task<EventProcess> StartAsync(IReadOnlyList<Subscription> subscriptions, bool works = false)
        => await EventProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, subscriptions, works);
}
