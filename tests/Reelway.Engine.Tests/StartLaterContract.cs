using Microsoft.Extensions.DependencyInjection;
using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Runs that begin at a time: until then they wait without a place, and can be moved and cancelled.</summary>
public abstract class StartLaterContract(EngineStore store)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_begins_at_its_time_and_not_before_although_the_process_was_away()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Noting(recorder));
        var at = engine.Clock.GetUtcNow() + (Hour * 6);
        var id = (await StartAsync(engine, "a", at)).Id;

        var waiting = (await engine.Runs.FindAsync(id, Cancellation))!.Summary;
        await engine.StopAsync();
        engine.Clock.Advance(Hour * 5);
        await engine.StartAsync();
        await engine.ReachAsync(await engine.RunAsync("scripted", "other", "other"), RunState.Succeeded);
        var early = (await engine.Runs.FindAsync(id, Cancellation))!.Summary;
        engine.Clock.Advance(Hour);

        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal((RunState.Waiting, at, $"It begins at {at:yyyy-MM-dd HH:mm:ss} UTC."), (waiting.State, waiting.WaitsUntil, waiting.Why));
        Assert.Equal(RunState.Waiting, early.State);
        Assert.Equal(["other", "a"], recorder.Done);
    }

    [Fact]
    public async Task A_run_that_waits_for_its_time_takes_no_place()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(new Recorder()), new EngineOptions { Concurrency = 1 });
        for (var i = 0; i < 3; i++)
        {
            await StartAsync(engine, $"later {i}", engine.Clock.GetUtcNow() + Hour);
        }

        await engine.ReachAsync(await engine.RunAsync("scripted", "now", "now"), RunState.Succeeded);

        Assert.Equal(3, await engine.Runs.CountAsync("scripted", RunState.Waiting, Cancellation));
    }

    [Fact]
    public async Task A_time_that_has_passed_means_at_once()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(new Recorder()));

        var id = (await StartAsync(engine, "a", engine.Clock.GetUtcNow() - Hour)).Id;

        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task A_run_that_has_not_begun_is_moved_there_and_back_together_with_what_is_stored_about_it()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(new Recorder()));
        await engine.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE post(at TEXT)"), Cancellation);
        var now = engine.Clock.GetUtcNow();
        var id = (await StartAsync(engine, "a", now + Hour)).Id;

        var later = await engine.Runs.MoveStartAsync("scripted", "a", now + (Hour * 3), Note("later"), Cancellation);
        engine.Clock.Advance(Hour * 2);
        await engine.ReachAsync(await engine.RunAsync("scripted", "other", "other"), RunState.Succeeded);
        var still = (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State;
        var earlier = await engine.Runs.MoveStartAsync("scripted", "a", now, Note("now"), Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);
        var tooLate = await engine.Runs.MoveStartAsync("scripted", "a", now + (Hour * 9), Note("too late"), Cancellation);
        var nobody = await engine.Runs.MoveStartAsync("scripted", "b", now, Note("nobody"), Cancellation);

        Assert.Equal((true, $"It begins at {now + (Hour * 3):yyyy-MM-dd HH:mm:ss} UTC."), (later.Moved, later.Sentence));
        Assert.Equal(RunState.Waiting, still);
        Assert.True(earlier.Moved);
        Assert.Equal(new MoveResult(Moved: false, "It has begun already, and is succeeded; only a run that has not begun can be moved to another time."), tooLate);
        Assert.False(nobody.Found);
        Assert.Equal(["later", "now"], await engine.Database.ReadAsync(session => session.QueryAsync<string>("SELECT at FROM post ORDER BY at"), Cancellation));

        static Func<IDbSession, Task> Note(string at) => session => session.ExecuteAsync("INSERT INTO post(at) VALUES(@at)", new { at });
    }

    [Fact]
    public async Task A_run_that_is_moved_while_its_time_comes_either_moves_or_begins()
    {
        const int runs = 40;
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Noting(recorder), new EngineOptions { Concurrency = 4 });
        var due = engine.Clock.GetUtcNow() + Hour;
        for (var i = 0; i < runs; i++)
        {
            await StartAsync(engine, $"{i}", due);
        }

        engine.Clock.Advance(Hour);
        var moved = await Task.WhenAll(Enumerable.Range(0, runs).Select(async i =>
            (Key: $"{i}", (await engine.Runs.MoveStartAsync("scripted", $"{i}", due + Hour, also: null, Cancellation)).Moved)));
        foreach (var (key, _) in moved.Where(one => !one.Moved))
        {
            await engine.ReachAsync((await StartAsync(engine, key, due)).Id, RunState.Succeeded);
        }

        Assert.Equal(moved.Where(one => !one.Moved).Select(one => one.Key).Order(), recorder.Done.Order());
        Assert.Equal(moved.Count(one => one.Moved), await engine.Runs.CountAsync("scripted", RunState.Waiting, Cancellation));
    }

    [Fact]
    public async Task Runs_that_have_not_begun_are_cancelled_together_and_those_that_have_go_on()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(new Recorder()));
        var later = engine.Clock.GetUtcNow() + Hour;
        var first = (await StartAsync(engine, "first", later)).Id;
        await StartAsync(engine, "second", later);
        await StartAsync(engine, "third", later);
        var begun = await engine.RunAsync("scripted", "begun", "begun");
        await engine.ReachAsync(begun, RunState.Succeeded);
        var told = new List<string>();

        var cancelled = await engine.Runs.CancelStartsAsync("scripted", ["first", "second", "begun", "nobody"], "The campaign is off.", (_, keys) =>
        {
            told.AddRange(keys);
            return Task.CompletedTask;
        }, Cancellation);

        Assert.Equal(["first", "second"], cancelled.Order());
        Assert.Equal(["first", "second"], told.Order());
        Assert.Equal((RunState.Cancelled, "The campaign is off."), await StateAsync(engine, first));
        Assert.Equal(RunState.Succeeded, (await StateAsync(engine, begun)).State);
        Assert.Equal((2, 1), (await engine.Runs.CountAsync("scripted", RunState.Cancelled, Cancellation), await engine.Runs.CountAsync("scripted", RunState.Waiting, Cancellation)));
    }

    [Fact]
    public async Task What_waits_for_its_time_is_cancelled_by_hand_at_once()
    {
        await using var engine = await EngineHarness.StartAsync(store, Noting(new Recorder()));
        var id = (await StartAsync(engine, "a", engine.Clock.GetUtcNow() + Hour)).Id;

        Assert.True((await engine.Runs.CancelAsync(id, "Withdrawn.", Cancellation)).Moved);

        Assert.Equal((RunState.Cancelled, "Withdrawn."), await StateAsync(engine, id));
        Assert.False((await engine.Runs.MoveStartAsync("scripted", "a", engine.Clock.GetUtcNow(), also: null, Cancellation)).Moved);
    }

    private static Task<StartedRun> StartAsync(EngineHarness engine, string key, DateTimeOffset at)
        => engine.Runs.StartAsync("scripted", key, key, new StartOptions { NotBefore = at }, also: null, Cancellation);

    private static async Task<(RunState State, string? Why)> StateAsync(EngineHarness engine, RunId id)
    {
        var run = (await engine.Runs.FindAsync(id, Cancellation))!.Summary;
        return (run.State, run.Why);
    }

    private static Action<IServiceCollection> Noting(Recorder recorder) => Scripted((input, run) => run.StepAsync("only", _ =>
    {
        recorder.Add(input!);
        return Task.FromResult(input!);
    }));
}
