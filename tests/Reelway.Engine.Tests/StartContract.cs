using Microsoft.Extensions.DependencyInjection;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class StartContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_was_accepted_is_there_after_the_process_is_gone()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))), working: false);
        var id = await engine.RunAsync("scripted", "a");
        await engine.StopAsync();

        await engine.StartAsync();

        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(id, Cancellation)).Summary.State);
    }

    [Fact]
    public async Task A_run_keeps_the_stamp_that_held_when_it_was_started()
    {
        var stamp = new RunStamp { Text = "first" };
        await using var engine = await EngineHarness.StartAsync(store, services =>
        {
            Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done")))(services);
            services.AddSingleton(stamp);
        });
        var first = await engine.Runs.StartAsync("scripted", "a", "", Cancellation);
        stamp.Text = "second";

        // Together with others, and alone with writes of its own: the two ways in which a run is stored.
        var second = await Task.WhenAll(
            engine.Runs.StartAsync("scripted", "a", "", Cancellation), engine.Runs.StartAsync("scripted", "b", "", Cancellation),
            engine.Runs.StartAsync("scripted", "c", "", _ => Task.CompletedTask, Cancellation));

        Assert.Equal("first", (await engine.Runs.WaitAsync(first.Id, Cancellation)).Summary.Stamp);
        var stamps = await Task.WhenAll(second.Select(async run => (await engine.Runs.FindAsync(run.Id, Cancellation))!.Summary.Stamp!));
        Assert.Equal(["first", "second", "second"], stamps);
    }

    [Fact]
    public async Task A_hundred_starts_of_one_key_are_one_run()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));

        var started = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => engine.Runs.StartAsync("scripted", "same", "input", Cancellation)));

        Assert.Single(started.Select(start => start.Id).Distinct());
        Assert.Single(started, start => start.Created);
        Assert.DoesNotContain(started, start => start.InputDiffers);
    }

    [Fact]
    public async Task The_first_input_of_a_key_is_kept_and_another_is_reported()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync("echo", _ => Task.FromResult(input!))));
        var first = await engine.Runs.StartAsync("scripted", "same", "first", Cancellation);

        var second = await engine.Runs.StartAsync("scripted", "same", "second", Cancellation);

        Assert.Equal(first.Id, second.Id);
        Assert.True(second.InputDiffers);
        Assert.Equal("first", (await engine.Runs.WaitAsync(first.Id, Cancellation)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Writes_that_come_with_a_start_are_made_for_a_new_run_only()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));
        await engine.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE seen(name TEXT)"), Cancellation);

        for (var i = 0; i < 3; i++)
        {
            await engine.Runs.StartAsync(
                "scripted", "same", "input", session => session.ExecuteAsync("INSERT INTO seen(name) VALUES('x')"), Cancellation);
        }

        Assert.Equal(1, await engine.Database.ReadAsync(session => session.FindAsync<long>("SELECT COUNT(*) FROM seen"), Cancellation));
    }

    [Fact]
    public async Task An_unknown_flow_is_refused_by_name()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, _) => Task.FromResult("")));

        var refused = await Assert.ThrowsAsync<UnknownFlowException>(() => engine.RunAsync("no.such", "a"));

        Assert.Contains("\"no.such\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_over_the_limit_is_refused_and_starts_nothing()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((_, _) => Task.FromResult("")), new EngineOptions { PayloadLimitBytes = 2048 });

        var refused = await Assert.ThrowsAsync<FaultException>(() => engine.RunAsync("scripted", "a", new string('x', 3000)));

        Assert.Contains("at most 2048", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    [Fact]
    public async Task An_input_that_is_no_JSON_is_refused_and_starts_nothing()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, _) => Task.FromResult("")));
        var circle = new object[1];
        circle[0] = circle;

        var refused = await Assert.ThrowsAsync<FaultException>(() => engine.RunAsync("scripted", "a", circle));

        Assert.Contains("can't be stored as JSON and read back", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    [Fact]
    public async Task More_runs_than_places_all_end_without_anybody_ringing_or_sweeping()
    {
        // The clock stands still: there is no sweep that could help.
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))), new EngineOptions { Concurrency = 3 }, working: false);
        var ids = new List<RunId>();
        for (var i = 0; i < 200; i++)
        {
            ids.Add(await engine.RunAsync("scripted", $"run {i}"));
        }

        await engine.StopAsync();
        await engine.StartAsync();

        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Succeeded);
        }
    }

    [Fact]
    public async Task Runs_of_a_queue_are_taken_in_the_order_in_which_they_became_ready()
    {
        var recorder = new Recorder();
        Script noting = (input, run) => run.StepAsync("only", _ =>
        {
            recorder.Add(input!);
            return Task.FromResult(input!);
        });
        await using var engine = await EngineHarness.StartAsync(store, Scripted(noting), new EngineOptions { Concurrency = 1 }, working: false);
        var runs = new List<RunId>();
        for (var i = 0; i < 5; i++)
        {
            runs.Add(await engine.RunAsync("scripted", $"{i}", $"{i}"));
            engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await engine.StopAsync();
        await engine.StartAsync();
        foreach (var run in runs)
        {
            await engine.ReachAsync(run, RunState.Succeeded);
        }

        Assert.Equal(["0", "1", "2", "3", "4"], recorder.Done);
    }
}
