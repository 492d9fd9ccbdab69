using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Where a run that starts is executed: here and at once, here later, or elsewhere.</summary>
public abstract class ExecutionSlotsContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_starts_where_a_place_is_free_is_running_when_its_start_returns()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Holding(recorder));

        var id = await engine.RunAsync("scripted", "a");
        var state = (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State;
        recorder.Open("held");

        Assert.Equal(RunState.Running, state);
        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task A_run_that_starts_where_no_place_is_free_waits_its_turn_and_is_announced_to_the_others()
    {
        var recorder = new Recorder();
        var others = new RecordingDoorbell();
        await using var engine = await EngineHarness.StartAsync(
            store, services => Holding(recorder)(services.AddSingleton<IDoorbell>(others)), new EngineOptions { Concurrency = 1 });
        var first = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("held");

        var second = await engine.RunAsync("scripted", "b");
        var state = (await engine.Runs.FindAsync(second, Cancellation))!.Summary.State;
        recorder.Open("held");

        Assert.Equal(RunState.Queued, state);
        Assert.Contains(Ring.Work(FlowAttribute.DefaultQueue), others.Rings);
        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task A_second_start_of_a_key_takes_no_place()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Holding(recorder), new EngineOptions { Concurrency = 4 });
        var first = await engine.RunAsync("scripted", "a");
        for (var i = 0; i < 10; i++)
        {
            await engine.RunAsync("scripted", "a");
        }

        var other = await engine.RunAsync("scripted", "b");
        var state = (await engine.Runs.FindAsync(other, Cancellation))!.Summary.State;
        recorder.Open("held");

        Assert.Equal(RunState.Running, state);
        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(other, RunState.Succeeded);
    }

    [Fact]
    public async Task Of_runs_that_start_together_as_many_run_at_once_as_there_are_places_and_the_others_wait_their_turn()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Holding(recorder), new EngineOptions { Concurrency = 3 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Runs.StartManyAsync(
            [Of("never")], _ => throw new InvalidOperationException("The cursor stands elsewhere."), Cancellation));
        await engine.Runs.StartManyAsync([Of("a")], _ => Task.CompletedTask, Cancellation);
        await engine.Runs.StartManyAsync([Of("a")], _ => Task.CompletedTask, Cancellation);

        var started = await engine.Runs.StartManyAsync([Of("b"), Of("c"), Of("d")], _ => Task.CompletedTask, Cancellation);
        var states = (await engine.Runs.FindAsync("scripted", ["a", "b", "c", "d"], Cancellation)).ToDictionary(run => run.Key, run => run.State);
        recorder.Open("held");

        Assert.Equal([RunState.Running, RunState.Running, RunState.Running, RunState.Queued], new[] { "a", "b", "c", "d" }.Select(key => states[key]));
        foreach (var one in started)
        {
            await engine.ReachAsync(one.Id, RunState.Succeeded);
        }

        static RunStart Of(string key) => RunStart.Of("scripted", key, key);
    }

    [Fact]
    public async Task A_start_that_fails_gives_its_place_back()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Holding(recorder), new EngineOptions { Concurrency = 4 });
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Runs.StartAsync(
                "scripted", "a", "input", _ => throw new InvalidOperationException("what comes with the start can't be stored"), Cancellation));
        }

        var id = await engine.RunAsync("scripted", "b");
        var state = (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State;
        recorder.Open("held");

        Assert.Equal(RunState.Running, state);
        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task A_run_whose_worker_nobody_knows_is_taken_over()
    {
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))), working: false);
        var id = await engine.RunAsync("scripted", "a");
        await engine.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE run SET state = 1, epoch = 1, owner = @owner WHERE id = @Value", new { id.Value, owner = "gone/1" }), Cancellation);
        await engine.StopAsync();

        await engine.StartAsync();

        await engine.ReachAsync(id, RunState.Succeeded);
    }

    private static Action<IServiceCollection> Holding(Recorder recorder) => Scripted((_, run) => run.StepAsync("held", async step =>
    {
        await recorder.HoldAsync("held", step.Cancellation);
        return "done";
    }));

    private sealed class RecordingDoorbell : IDoorbell
    {
        public ConcurrentQueue<Ring> Rings { get; } = [];

        public string? Trouble => null;

        public Task ListenAsync(IReadOnlyCollection<string> queues, Action<Ring> rung, CancellationToken cancellation) => Task.CompletedTask;

        public void Ring(Ring ring) => Rings.Enqueue(ring);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
