using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class SignalContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signal_wakes_the_run_that_waits_for_it_by_name()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Approving(timeout: null)));
        var id = await engine.RunAsync("scripted", "a");
        var waiting = await engine.ReachAsync(id, RunState.Waiting);

        await engine.Runs.SignalAsync(id, "rejected", new Approval("eve"), dedup: null, Cancellation);
        var stillWaiting = await engine.Runs.FindAsync(id, Cancellation);
        var told = await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), dedup: null, Cancellation);

        Assert.Equal("Waits for the signal \"approved\".", waiting.Summary.Why);
        Assert.Equal(RunState.Waiting, stillWaiting!.Summary.State);
        Assert.Equal((true, "The run has waited for it and goes on."), (told.Moved, told.Sentence));
        Assert.Equal("kim", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_signal_that_came_before_the_wait_is_kept_for_it_over_a_restart()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("first", step => recorder.HoldAsync("gate", step.Cancellation));
            return (await run.WaitForAsync<Approval>("approved"))!.By;
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        var told = await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), dedup: null, Cancellation);
        await engine.StopAsync(patient: false);
        recorder.Open("gate");
        await engine.StartAsync();

        Assert.Equal("It is kept until the run waits for it.", told.Sentence);
        Assert.Equal("kim", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_signal_for_a_key_that_has_not_begun_is_there_when_it_begins()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Approving(timeout: null)));

        var told = await engine.Runs.SignalAsync("scripted", "later", "approved", new Approval("kim"), dedup: null, Cancellation);
        var id = await engine.RunAsync("scripted", "later");

        Assert.Contains("No run of \"scripted\" with the key \"later\" has begun yet", told.Sentence, StringComparison.Ordinal);
        Assert.Equal("kim", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_wait_that_nobody_answers_ends_at_its_time_although_the_process_was_away()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Approving(TimeSpan.FromHours(6))));
        var id = await engine.RunAsync("scripted", "a");
        var waiting = await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(5));
        await engine.StopAsync();
        await engine.StartAsync();
        var early = await engine.Runs.FindAsync(id, Cancellation);

        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.StartsWith("Waits for the signal \"approved\" until ", waiting.Summary.Why, StringComparison.Ordinal);
        Assert.Equal(RunState.Waiting, early!.Summary.State);
        var run = await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal("nobody", run.Output!.Value.GetString());
        Assert.Equal("No signal came in time.", run.Steps.Single().Sentence);
    }

    [Fact]
    public async Task A_woken_wait_keeps_its_first_end()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var wait = run.WaitForAsync<Approval>("approved", TimeSpan.FromHours(6));
            await Task.WhenAll(wait, run.DelayAsync("pause", TimeSpan.FromHours(4)));
            return (await wait)?.By ?? "nobody";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(4));
        while ((await engine.Runs.FindAsync(id, Cancellation))! is not { Summary.State: RunState.Waiting } run
            || run.Steps.Single(step => step.Name == "pause").State != StepState.Succeeded)
        {
            await Task.Yield();
        }

        engine.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("nobody", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Signals_of_one_dedup_key_are_one_also_when_the_sender_asks_late()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var first = await run.WaitForAsync<Approval>("one", signal: "approved");
            var second = await run.WaitForAsync<Approval>("two", TimeSpan.FromHours(1), signal: "approved");
            return $"{first?.By} {second?.By}";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.Runs.SignalAsync(id, "approved", new Approval("kim"), "delivery 7", Cancellation)));
        RunView? run;
        while ((run = await engine.Runs.FindAsync(id, Cancellation))!.Summary is not { State: RunState.Waiting, CurrentStep: "two" })
        {
            await Task.Yield();
        }

        engine.Clock.Advance(TimeSpan.FromHours(1));
        run = await engine.ReachAsync(id, RunState.Succeeded);
        var late = await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), "delivery 7", Cancellation);

        Assert.Equal("kim ", run.Output!.Value.GetString());
        Assert.Equal((true, "It was kept before under this dedup key, and is delivered once."), (late.Moved, late.Sentence));
    }

    [Fact]
    public async Task Signals_of_one_name_are_taken_in_the_order_in_which_they_were_stored()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted(async (_, run) =>
            {
                var taken = new List<string>();
                for (var i = 1; i <= 5; i++)
                {
                    taken.Add((await run.WaitForAsync<Approval>($"wait {i}", signal: "approved"))!.By);
                }

                return string.Join(",", taken);
            }),
            working: false);
        var id = await engine.RunAsync("scripted", "a");
        foreach (var by in new[] { "kim", "ann", "zoe", "bob", "eva" })
        {
            await engine.Runs.SignalAsync(id, "approved", new Approval(by), dedup: null, Cancellation);
        }

        await engine.StopAsync();
        await engine.StartAsync();

        Assert.Equal("kim,ann,zoe,bob,eva", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task No_signal_is_lost_between_looking_and_parking()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (input, run) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await run.WaitForAsync<Approval>($"wait {i}", signal: "approved");
            }

            return "done";
        }));
        var ids = new List<RunId>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await engine.RunAsync("scripted", $"run {i}"));
        }

        await Task.WhenAll(ids.Select(async id =>
        {
            for (var i = 0; i < 20; i++)
            {
                await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), $"{i}", Cancellation);
            }
        }));

        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Succeeded);
        }
    }

    [Fact]
    public async Task An_ended_run_refuses_a_signal()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        var byId = await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), dedup: null, Cancellation);
        var byKey = await engine.Runs.SignalAsync("scripted", "a", "approved", new Approval("kim"), dedup: null, Cancellation);

        Assert.Equal((false, "The run has ended (succeeded); nothing in it waits for the signal \"approved\"."), (byId.Moved, byId.Sentence));
        Assert.Equal(byId, byKey);
        Assert.False((await engine.Runs.SignalAsync(new RunId(3), "approved", "x", dedup: null, Cancellation)).Found);
        await Assert.ThrowsAsync<UnknownFlowException>(() => engine.Runs.SignalAsync("no.such", "a", "approved", "x", dedup: null, Cancellation));
    }

    [Fact]
    public async Task A_signal_that_the_flow_cannot_read_needs_attention_until_a_better_one_comes()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Approving(timeout: null)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        await engine.Runs.SignalAsync(id, "approved", 42, dedup: null, Cancellation);
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await engine.Runs.SignalAsync(id, "approved", new Approval("kim"), dedup: null, Cancellation);

        Assert.Equal(AttentionReason.Correction, parked.Summary.Attention);
        Assert.StartsWith("A signal \"approved\" came that the flow can't read", parked.Summary.Why, StringComparison.Ordinal);
        Assert.EndsWith("Send it again as the flow expects it.", parked.Summary.Why, StringComparison.Ordinal);
        Assert.Equal("kim", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_replay_finds_again_what_the_run_was_told_from_there_on()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
            $"{(await run.WaitForAsync<Approval>("one"))!.By} {(await run.WaitForAsync<Approval>("two"))!.By}"));
        var id = await engine.RunAsync("scripted", "a");
        await engine.Runs.SignalAsync(id, "one", new Approval("kim"), dedup: null, Cancellation);
        await engine.Runs.SignalAsync(id, "two", new Approval("ann"), dedup: null, Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "two", new ReplayOptions(), Cancellation);

        Assert.Equal("kim ann", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData(null)]
    public async Task A_name_that_cannot_be_shown_is_refused(string? name)
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Approving(timeout: null)));
        var id = await engine.RunAsync("scripted", "a");

        var tooLong = new string('x', 201);
        await Assert.ThrowsAsync<FaultException>(() => engine.Runs.SignalAsync(id, name!, "x", dedup: null, Cancellation));
        await Assert.ThrowsAsync<FaultException>(() => engine.Runs.SignalAsync(id, "approved", "x", tooLong, Cancellation));
        await Assert.ThrowsAsync<FaultException>(() => engine.Runs.SignalAsync(id, "approved", new string('x', 2_000_000), dedup: null, Cancellation));
    }

    [Fact]
    public async Task A_signal_without_payload_is_a_signal()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
            await run.WaitForAsync<Dictionary<string, string>>("go") is { Count: 0 } ? "went" : "stood"));
        var id = await engine.RunAsync("scripted", "a");

        await engine.Runs.SignalAsync<object?>(id, "go", payload: null, dedup: null, Cancellation);

        Assert.Equal("went", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    private static Script Approving(TimeSpan? timeout)
        => async (_, run) => (await run.WaitForAsync<Approval>("approved", timeout))?.By ?? "nobody";

    private sealed record Approval(string By);
}
