using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Many runs that are started in one transaction, with what a reader's cursor needs.</summary>
public abstract class StartManyContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_are_started_in_their_order_and_each_begins_at_its_time()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync("only", _ => Task.FromResult(input!))));
        var later = engine.Clock.GetUtcNow() + TimeSpan.FromHours(1);

        var started = await engine.Runs.StartManyAsync(
            [Of("now"), Of("later", new StartOptions { NotBefore = later }), Of("now")], _ => Task.CompletedTask, Cancellation);

        Assert.Equal([true, true, false], started.Select(one => one.Created));
        Assert.Equal(started[0].Id, started[2].Id);
        Assert.Equal("now", (await engine.ReachAsync(started[0].Id, RunState.Succeeded)).Output!.Value.GetString());
        Assert.Equal(later, (await engine.Runs.FindAsync(started[1].Id, Cancellation))!.Summary.WaitsUntil);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(started[1].Id, RunState.Succeeded);
    }

    [Fact]
    public async Task A_cursor_moves_in_the_same_transaction_also_when_all_runs_exist_or_there_are_none()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, _) => Task.FromResult(input!)));
        await engine.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE place(at BIGINT)"), Cancellation);
        await engine.Database.WriteAsync(session => session.ExecuteAsync("INSERT INTO place(at) VALUES(0)"), Cancellation);

        await engine.Runs.StartManyAsync([Of("a"), Of("b")], Move, Cancellation);
        var again = await engine.Runs.StartManyAsync([Of("b"), RunStart.Of("scripted", "a", "other")], Move, Cancellation);
        await engine.Runs.StartManyAsync([], Move, Cancellation);

        Assert.Equal([(false, false), (false, true)], again.Select(one => (one.Created, one.InputDiffers)));
        Assert.Equal(3, await engine.Database.ReadAsync(session => session.FindAsync<long>("SELECT at FROM place"), Cancellation));

        static Task Move(IDbSession session) => session.ExecuteAsync("UPDATE place SET at = at + 1");
    }

    [Fact]
    public async Task None_is_started_when_the_cursor_cannot_move()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, _) => Task.FromResult(input!)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Runs.StartManyAsync(
            [Of("a"), Of("b")], _ => throw new InvalidOperationException("Another process has moved it."), Cancellation));

        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_refuses_all()
    {
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted((input, _) => Task.FromResult(input!)), new EngineOptions { PayloadLimitBytes = 2048 });

        await Assert.ThrowsAsync<FaultException>(() => engine.Runs.StartManyAsync(
            [Of("a"), RunStart.Of("scripted", "b", new string('x', 3000))], _ => Task.CompletedTask, Cancellation));
        await Assert.ThrowsAsync<UnknownFlowException>(() => engine.Runs.StartManyAsync(
            [Of("a"), RunStart.Of("no.such", "b", "b")], _ => Task.CompletedTask, Cancellation));

        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    private static RunStart Of(string key, StartOptions? options = null) => RunStart.Of("scripted", key, key, options);
}
