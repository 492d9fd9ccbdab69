using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine.Tests.Telemetry;

public sealed class StoreGaugesTests
{
    [Fact]
    public async Task They_tell_what_waits_and_for_how_long()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        await engine.RunAsync("scripted", "one");
        await engine.RunAsync("scripted", "two");
        engine.Clock.Advance(TimeSpan.FromSeconds(30));
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        var levels = measured.Observe();

        Assert.Equal(2, levels["reelway.queue.depth queue=default"]);
        Assert.Equal(30, levels["reelway.queue.age queue=default"]);
        Assert.Equal(2, levels["reelway.runs state=queued"]);
        Assert.Equal(0, levels["reelway.runs state=running"]);
        Assert.Equal(0, levels["reelway.timer.overdue"]);
        Assert.DoesNotContain("reelway.database.oldest_transaction", levels.Keys);
    }

    [Fact]
    public async Task A_look_is_shared_until_it_is_old_and_an_emptied_queue_shows_zero()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        var id = await engine.RunAsync("scripted", "one");
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        await engine.Runs.CancelAsync(id, "test", TestContext.Current.CancellationToken);

        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, measured.Observe()["reelway.queue.depth queue=default"]);
        engine.Clock.Advance(StoreGauges.Freshness);
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, measured.Observe()["reelway.queue.depth queue=default"]);
        Assert.Equal(0, measured.Observe()["reelway.queue.age queue=default"]);
    }

    [Fact]
    public async Task Slots_and_overdue_timers_are_told()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        var id = await engine.RunAsync("scripted", "one");
        await engine.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO slot(resource, run_id, step, epoch, taken_ms) VALUES('page:1', @Value, 'a', 1, 1), ('page:1', @Value, 'b', 1, 1)", new { id.Value });
                return await session.ExecuteAsync(
                    "UPDATE run SET state = 2, due_ms = @due WHERE id = @Value", new { id.Value, due = engine.Clock.GetUtcNow().AddSeconds(-90).ToUnixTimeMilliseconds() });
            },
            TestContext.Current.CancellationToken);
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        var levels = measured.Observe();

        Assert.Equal(2, levels["reelway.slots.used resource=page:1"]);
        Assert.Equal(90, levels["reelway.timer.overdue"]);
        Assert.Equal(1, levels["reelway.runs state=waiting"]);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_leaves_the_gauges_out()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        await engine.RunAsync("scripted", "one");
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(measured.Observe());

        await engine.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE slot RENAME TO gone"), TestContext.Current.CancellationToken);
        engine.Clock.Advance(StoreGauges.Freshness);
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Empty(measured.Observe());
    }

    [Fact]
    public async Task No_look_reads_a_table_from_end_to_end()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await engine.RunAsync("scripted", "one");

        var plans = await engine.Database.ReadAsync(
            async session =>
            {
                var explained = new ExplainingSession(session);
                await StoreLevelReader.ReadAsync(explained, 0);
                return explained.Plans;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(9, plans.Count);
        Assert.All(plans, plan => Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal));
        // Slots are as many as are taken right now; of runs there are as many as there ever were.
        // The index of states may serve only what counts up to a limit.
        Assert.All(plans.Where(plan => plan.Contains(" run ", StringComparison.Ordinal) && !plan.Contains("LIMIT @limit", StringComparison.Ordinal)), plan =>
        {
            Assert.DoesNotMatch("SCAN run(?! USING INDEX run_ready)", plan);
            Assert.Matches("run_ready|run_wake", plan);
            Assert.DoesNotContain("run_state", plan, StringComparison.Ordinal);
        });
    }

    private static (StoreGauges Gauges, Measured Measured) Open(IDatabase database, EngineHarness engine, ServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var measured = new Measured(EngineTelemetry.StoreMeterName, meters);
        return (new StoreGauges(database, engine.Clock, meters, NullLogger<StoreGauges>.Instance), measured);
    }

    /// <summary>Carries out what it is asked, and asks how the database goes about it.</summary>
    private sealed class ExplainingSession(IDbSession session) : IDbSession
    {
        public List<string> Plans { get; } = [];

        public SqlDialect Dialect => session.Dialect;

        public Task<int> ExecuteAsync(string sql, object? parameters = null) => throw new NotSupportedException("A look writes nothing.");

        public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.QueryAsync<T>(sql, parameters);
        }

        public async Task<T?> FindAsync<T>(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.FindAsync<T>(sql, parameters);
        }

        private async Task ExplainAsync(string sql, object? parameters)
        {
            var plan = await session.QueryAsync<PlanRow>($"EXPLAIN QUERY PLAN {sql}", parameters);
            Plans.Add($"{sql}: {string.Join("; ", plan.Select(row => row.Detail))}");
        }

        private sealed class PlanRow
        {
            public string Detail { get; init; } = "";
        }
    }
}
