using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Schedules;
using Reelway.Runs;
using Reelway.Schedules;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Schedules;

/// <summary>What schedules promise, on whichever database. The clock begins at 09:00 UTC.</summary>
public abstract partial class SchedulesContract : IAsyncLifetime
{
    private readonly List<ScheduleProcess> _processes = [];
    private SharedStore _store = null!;

    private protected ManualClock Clock { get; } = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreAsync();
        var database = await _store.OpenAsync(Clock, Cancellation);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, AuditStore.Migrations, ScheduleStore.Migrations], Clock, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Three_processes_start_each_slot_once()
    {
        ScheduleProcess[] processes = [await ProcessAsync(Hourly), await ProcessAsync(Hourly), await ProcessAsync(Hourly)];
        await Task.WhenAll(processes.Select(process => process.LookAsync()));
        for (var hour = 10; hour <= 14; hour++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(processes.Concat(processes).Select(process => process.LookAsync()));
            await processes[0].EndAsync();
        }

        Assert.Equal([At(10), At(11), At(12), At(13), At(14)], await processes[2].StartedAsync("a"));
    }

    [Fact]
    public async Task A_process_that_dies_between_a_slot_and_its_run_leaves_neither()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        await process.LookAsync(DyingRuns.Of(process.Runs, diesAfterCommit: false));
        Assert.Empty(await process.StartedAsync("a"));
        Assert.Equal(Ms(10), (await RowAsync(process)).NextMs);

        await process.LookAsync();
        Assert.Equal([At(10)], await process.StartedAsync("a"));
    }

    [Fact]
    public async Task A_process_that_dies_when_the_run_is_stored_has_moved_the_schedule_on()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        await process.LookAsync(DyingRuns.Of(process.Runs, diesAfterCommit: true));
        await process.EndAsync();
        await process.LookAsync();

        Assert.Equal([At(10)], await process.StartedAsync("a"));
        Assert.Equal(Ms(11), (await RowAsync(process)).NextMs);
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 14 })]
    [InlineData(3, new[] { 12, 13, 14 })]
    [InlineData(31, new[] { 10, 11, 12, 13, 14 })]
    public async Task After_a_downtime_as_many_slots_are_caught_up_as_was_asked_and_never_two_at_once(int atMost, int[] hours)
    {
        Action<ScheduleBook> declare = book => book.Add<TickFlow>("a", "Tick", Every.Hours(1), Overlap.Queue, new CatchUp(atMost));
        await (await ProcessAsync(declare)).LookAsync();
        Clock.Advance(TimeSpan.FromHours(5) + TimeSpan.FromMinutes(30));
        var next = await ProcessAsync(declare);
        for (var look = 1; look <= 7; look++)
        {
            await next.LookAsync();
            await next.LookAsync();
            Assert.Equal(Math.Min(look, hours.Length), (await next.StartedAsync("a")).Count);
            await next.EndAsync();
        }

        Assert.Equal(hours.Select(At), await next.StartedAsync("a"));
        Assert.Equal(Ms(15), (await RowAsync(next)).NextMs);
    }

    [Fact]
    public async Task While_a_run_is_open_one_slot_waits_or_all_are_left_out()
    {
        var process = await ProcessAsync(book =>
        {
            book.Add<TickFlow>("a", "Tick", Every.Hours(1), Overlap.Skip);
            book.Add<TickFlow>("b", "Tick", Every.Hours(1), Overlap.Queue);
        });
        await process.LookAsync();
        for (var hour = 10; hour <= 13; hour++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await process.LookAsync();
        }

        await process.EndAsync();
        await process.LookAsync();
        await process.EndAsync();
        await process.LookAsync();

        Assert.Equal([At(10)], await process.StartedAsync("a"));
        Assert.Equal([At(10), At(11)], await process.StartedAsync("b"));
        var (a, b) = (await RowAsync(process), await RowAsync(process, "b"));
        Assert.Equal((Ms(13), "the run before it was still at work", Ms(14)), (a.SkippedMs, a.SkippedWhy, a.NextMs));
        Assert.Equal((Ms(13), "another one waited already for the run before it", Ms(14)), (b.SkippedMs, b.SkippedWhy, b.NextMs));
    }

    [Fact]
    public async Task A_rule_that_settings_change_counts_from_the_change()
    {
        var process = await ProcessAsync(book => book.Add<TickFlow>("a", "Tick", Daily.At(8, 0, "UTC"), Overlap.Queue, CatchUp.All(31)));
        var old = await ProcessAsync(book => book.Add<TickFlow>("a", "Tick", Daily.At(8, 0, "UTC"), Overlap.Queue, CatchUp.All(31)));
        await process.LookAsync();
        await old.LookAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));

        process.Change("a", new ScheduleChange { When = "every 10m" });
        await process.LookAsync();
        Assert.Empty(await process.StartedAsync("a"));

        Clock.Advance(TimeSpan.FromMinutes(10));
        // This one still goes by the old rule, and starts nothing.
        await old.LookAsync();
        Assert.Empty(await process.StartedAsync("a"));
        await process.LookAsync();
        Assert.Equal(["2026-05-04T09:40:00Z"], await process.StartedAsync("a"));

        process.Change("a", new ScheduleChange { When = "off" });
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromDays(2));
        await process.LookAsync();
        Assert.Single(await process.StartedAsync("a"));
    }

    [Fact]
    public async Task When_the_process_that_goes_by_the_newest_rule_is_gone_the_others_take_the_schedule_over()
    {
        var gone = await ProcessAsync(book => book.Add<TickFlow>("a", "Tick", Every.Minutes(10)));
        var stays = await ProcessAsync(Hourly);
        await stays.LookAsync();
        await gone.LookAsync();

        Clock.Advance(TimeSpan.FromMinutes(12));
        await stays.LookAsync();
        Clock.Advance(TimeSpan.FromMinutes(48));
        await stays.LookAsync();

        Assert.Equal([At(10)], await stays.StartedAsync("a"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_fires_nothing_again()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();
        await HourlyUntilAsync(process, 12);

        Clock.SetWallClock(new DateTimeOffset(2026, 5, 4, 10, 30, 0, TimeSpan.Zero));
        await process.LookAsync();
        // Neither by itself, nor when the process or its settings begin again.
        var restarted = await ProcessAsync(Hourly);
        await restarted.LookAsync();
        restarted.Change("a", new ScheduleChange { When = "cron 0 * * * *" });
        await restarted.LookAsync();
        await HourlyUntilAsync(restarted, 12, 2);
        Assert.Equal([At(10), At(11), At(12)], await process.StartedAsync("a"));

        Clock.Advance(TimeSpan.FromHours(1));
        await restarted.LookAsync();
        Assert.Equal([At(10), At(11), At(12), At(13)], await process.StartedAsync("a"));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_is_caught_up_like_a_downtime()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();

        Clock.SetWallClock(new DateTimeOffset(2026, 5, 9, 9, 20, 0, TimeSpan.Zero));
        await process.LookAsync();

        Assert.Equal(["2026-05-09T09:00:00Z"], await process.StartedAsync("a"));
    }

    [Fact]
    public async Task The_hour_that_comes_twice_has_one_slot_of_a_day_and_two_of_an_hour_in_one_cluster()
    {
        Clock.SetWallClock(new DateTimeOffset(2027, 10, 30, 23, 45, 0, TimeSpan.Zero));
        Action<ScheduleBook> declare = book =>
        {
            book.Add<TickFlow>("daily", "Tick", Daily.At(2, 30, "Europe/Prague"));
            book.Add<TickFlow>("every", "Tick", Every.Hours(1));
        };
        ScheduleProcess[] processes = [await ProcessAsync(declare), await ProcessAsync(declare)];
        for (var quarter = 0; quarter < 9; quarter++)
        {
            await Task.WhenAll(processes.Select(process => process.LookAsync()));
            await processes[0].EndAsync();
            Clock.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(["2027-10-31T00:30:00Z"], await processes[0].StartedAsync("daily"));
        Assert.Equal(["2027-10-31T00:00:00Z", "2027-10-31T01:00:00Z"], await processes[0].StartedAsync("every"));
    }

    [Fact]
    public async Task One_that_stopped_in_the_hour_that_comes_twice_runs_that_sunday_once()
    {
        Clock.SetWallClock(new DateTimeOffset(2027, 10, 30, 23, 30, 0, TimeSpan.Zero));
        Action<ScheduleBook> declare = book => book.Add<TickFlow>("a", "Tick", new Cron("0 2 * * 0", "Europe/Prague"));
        await (await ProcessAsync(declare)).LookAsync();

        Clock.Advance(TimeSpan.FromHours(1));
        var restarted = await ProcessAsync(declare);
        await restarted.LookAsync();
        await restarted.EndAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await restarted.LookAsync();

        Assert.Equal(["2027-10-31T00:00:00Z"], await restarted.StartedAsync("a"));
    }

    [Fact]
    public async Task A_schedule_that_can_not_be_started_holds_up_no_other()
    {
        var process = await ProcessAsync(book =>
        {
            book.Add<UnknownFlow>("a", "Nobody registered it", Every.Hours(1));
            book.Add<TickFlow>("b", "Tick", Every.Hours(1));
        });
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Ms(11), await process.LookAsync());

        Assert.Equal([At(10)], await process.StartedAsync("b"));
        Assert.Equal(Ms(10), (await RowAsync(process)).NextMs);
    }

    [Fact]
    public async Task A_working_process_starts_a_slot_when_its_time_comes_and_the_run_begins_at_once()
    {
        var process = await ProcessAsync(Hourly, works: true);
        await process.StartAsync();
        await Eventually.TrueAsync(async () => await process.Get<ScheduleStore>().FindAsync("a", Cancellation) is not null, "the schedule is planned", Cancellation);

        Clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(
            async () => (await process.Runs.ListAsync(new RunQuery(States: [RunState.Waiting]), Cancellation)).Items is [{ Key: "a/2026-05-04T10:00:00Z" }],
            "the slot's run waits for its signal", Cancellation);
    }

    [Fact]
    public async Task Archiving_goes_by_itself_when_the_setting_says_so()
    {
        var process = new ScheduleProcess(await _store.OpenAsync(Clock, Cancellation), Clock, new RunsPart().Schedules, works: true, archiveAfter: "7d");
        _processes.Add(process);
        var old = await process.Runs.StartAsync("test.tick", "old", new ScheduledSlot("old", Clock.GetUtcNow()), Cancellation);
        Assert.True((await process.Runs.CancelAsync(old.Id, "Enough.", Cancellation)).Moved);
        await process.StartAsync();
        await Eventually.TrueAsync(async () => await process.Get<ScheduleStore>().FindAsync("runs.archive", Cancellation) is not null, "the schedule is planned", Cancellation);

        Clock.Advance(TimeSpan.FromDays(8));
        await Eventually.TrueAsync(
            async () => (await process.Runs.ListAsync(new RunQuery(Flow: "runs.archive", States: [RunState.Succeeded]), Cancellation)).Items.Count == 1,
            "the schedule's run has ended", Cancellation);

        var run = (await process.Runs.ListAsync(new RunQuery(Flow: "runs.archive"), Cancellation)).Items[0];
        Assert.Equal(1, (await process.Runs.FindAsync(run.Id, Cancellation))!.Output!.Value.GetProperty("archived").GetInt64());
    }

    [Fact]
    public async Task Nothing_is_archived_by_itself_when_no_setting_says_so()
    {
        var process = await ProcessAsync(new RunsPart().Schedules);
        await process.LookAsync();
        Clock.Advance(TimeSpan.FromDays(8));

        Assert.Null(await process.LookAsync());
        Assert.Empty((await process.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    [Fact]
    public async Task Many_that_wait_are_not_looked_at()
    {
        var process = await ProcessAsync(Hourly);
        await process.LookAsync();
        var database = await _store.OpenAsync(Clock, Cancellation);
        await database.WriteAsync(
            async session =>
            {
                for (var number = 0; number < 10_000; number++)
                {
                    await session.ExecuteAsync("INSERT INTO schedule(name, rule, next_ms, due_ms) VALUES(@name, '', @due, @due)", new { name = $"other.{number}", due = Ms(10) + number });
                }

                if (session.Dialect == SqlDialect.Postgres)
                {
                    await session.ExecuteAsync("ANALYZE schedule");
                }
            },
            Cancellation);

        foreach (var query in (string[])[ScheduleStore.DueQuery, ScheduleStore.NextDueQuery])
        {
            var plan = await PlanAsync(database, query);
            Assert.Contains("schedule_due", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN schedule\n", plan + "\n", StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private protected async Task<ScheduleProcess> ProcessAsync(Action<ScheduleBook> declare, bool works = false)
    {
        var process = new ScheduleProcess(await _store.OpenAsync(Clock, Cancellation), Clock, declare, works);
        _processes.Add(process);
        return process;
    }

    private protected static void Hourly(ScheduleBook book) => book.Add<TickFlow>("a", "Tick", Every.Hours(1));

    private protected static string At(int hour) => $"2026-05-04T{hour:00}:00:00Z";

    private protected static long Ms(int hour) => new DateTimeOffset(2026, 5, 4, hour, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private protected static async Task<ScheduleRow> RowAsync(ScheduleProcess process, string name = "a")
        => (await process.Get<ScheduleStore>().FindAsync(name, Cancellation))!;

    private async Task HourlyUntilAsync(ScheduleProcess process, int hour, int hours = 3)
    {
        for (var left = hours; left > 0; left--)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            await process.LookAsync();
            await process.EndAsync();
        }

        Assert.Equal(hour, Clock.GetUtcNow().Hour);
    }

    private static async Task<string> PlanAsync(IDatabase database, string query)
    {
        var parameters = new { now = Ms(9), fromMs = long.MinValue, from = "", most = ScheduleStore.PageSize };
        return string.Join('\n', database.Dialect == SqlDialect.Sqlite
            ? (await database.ReadAsync(session => session.QueryAsync<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {query}", parameters), Cancellation)).Select(step => step.Detail)
            : await database.ReadAsync(session => session.QueryAsync<string>($"EXPLAIN {query}", parameters), Cancellation));
    }

    [Flow("test.unknown")]
    private sealed class UnknownFlow : IFlow<ScheduledSlot, string>
    {
        public Task<string> RunAsync(ScheduledSlot input, IRun run) => Task.FromResult("");
    }
}
