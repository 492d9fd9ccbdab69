using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Engine.Doorbells;
using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine.Tests.Telemetry;

public abstract class StoreGaugesContract(EngineStore store)
{
    [Fact]
    public async Task They_tell_what_waits_and_for_how_long()
    {
        await using var engine = await EngineHarness.StartAsync(store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
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
        Assert.Equal(engine.Database.Dialect == SqlDialect.Postgres, levels.ContainsKey("reelway.database.oldest_transaction"));
    }

    [Fact]
    public async Task A_look_is_shared_until_it_is_old_and_an_emptied_queue_shows_zero()
    {
        await using var engine = await EngineHarness.StartAsync(store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        var id = await engine.RunAsync("scripted", "one");
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        await engine.Runs.CancelAsync(id, "test", TestContext.Current.CancellationToken);

        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, measured.Observe()["reelway.queue.depth queue=default"]);
        engine.Clock.Advance(SharedLook.Freshness);
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, measured.Observe()["reelway.queue.depth queue=default"]);
        Assert.Equal(0, measured.Observe()["reelway.queue.age queue=default"]);
    }

    [Fact]
    public async Task Slots_and_overdue_timers_are_told()
    {
        await using var engine = await EngineHarness.StartAsync(store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
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
        await using var engine = await EngineHarness.StartAsync(store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        await engine.RunAsync("scripted", "one");
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(measured.Observe());

        await engine.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE slot RENAME TO gone"), TestContext.Current.CancellationToken);
        engine.Clock.Advance(SharedLook.Freshness);
        await gauges.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Empty(measured.Observe());
    }

    private protected static (StoreGauges Gauges, Measured Measured) Open(IDatabase database, EngineHarness engine, ServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var measured = new Measured(EngineTelemetry.StoreMeterName, meters);
        return (new StoreGauges(database, new NoDoorbell(), engine.Clock, meters, NullLogger<StoreGauges>.Instance), measured);
    }
}
