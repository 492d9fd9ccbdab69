using System.Globalization;
using Reelway.Engine.Stores;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class WaitContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_fires_at_its_time_and_not_before_although_the_process_was_away()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(6));
            return "woken";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.StopAsync();
        engine.Clock.Advance(TimeSpan.FromHours(5));
        await engine.StartAsync();
        var early = await engine.Runs.FindAsync(id, Cancellation);

        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(RunState.Waiting, early!.Summary.State);
        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task Timers_that_came_due_while_the_process_was_away_fire_in_the_order_in_which_they_were_due()
    {
        // More than one statement wakes.
        const int runs = RunStore.BatchSize + 20;
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(
            store,
            Scripted(async (input, run) =>
            {
                await run.DelayAsync("pause", TimeSpan.FromSeconds(int.Parse(input!, CultureInfo.InvariantCulture)));
                recorder.Add(input!);
                return "woken";
            }),
            new EngineOptions { Concurrency = 1 });
        var ids = new List<RunId>();
        foreach (var seconds in Enumerable.Range(0, runs).Select(i => 600 + (i * 7919 % runs)))
        {
            ids.Add(await engine.RunAsync("scripted", $"due after {seconds}", $"{seconds}"));
        }

        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Waiting);
        }

        await engine.StopAsync();
        engine.Clock.Advance(TimeSpan.FromHours(3));
        await engine.StartAsync();
        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Succeeded);
        }

        Assert.Equal(Enumerable.Range(600, runs).Select(seconds => $"{seconds}"), recorder.Done);
    }

    [Fact]
    public async Task A_timer_that_has_fired_stays_so_when_the_clock_goes_back()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return await run.StepAsync("after", async step =>
            {
                await recorder.HoldAsync("gate", step.Cancellation);
                return "done";
            });
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        recorder.Open("gate");
        engine.Clock.SetWallClock(engine.Clock.GetUtcNow() - TimeSpan.FromDays(2));

        await engine.StartAsync();

        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task A_poll_asks_until_it_is_answered()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.PollAsync(
            "ready", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(30), _ =>
            {
                recorder.Add("asked");
                return Task.FromResult(recorder.Count("asked") == 3 ? "ready" : null);
            })));
        var id = await engine.RunAsync("scripted", "a");

        for (var asked = 1; asked < 3; asked++)
        {
            while (recorder.Count("asked") < asked || (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.Waiting)
            {
                await Task.Yield();
            }

            engine.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var run = await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal((3, 1), (recorder.Count("asked"), run.Steps.Single().Attempts));
    }

    [Fact]
    public async Task A_poll_asks_its_times_in_the_step_so_that_a_change_counts_for_runs_that_wait()
    {
        var times = new PollTimes(TimeSpan.FromMinutes(20), TimeSpan.FromDays(30));
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.PollAsync<string>("ready", _ => times, _ => Task.FromResult<string?>(null))));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        times = new PollTimes(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30));
        RunView? run;
        while ((run = await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.NeedsAttention)
        {
            engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Contains("no answer for 00:30:00", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_again_and_again_does_not_end_a_poll()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.PollAsync(
            "ready", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(30), _ =>
            {
                recorder.Add("asked");
                return Task.FromResult(recorder.Count("asked") == 4 ? "ready" : null);
            })));
        var id = await engine.RunAsync("scripted", "a");
        for (var asked = 1; asked < 4; asked++)
        {
            while (recorder.Count("asked") < asked || (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.Waiting)
            {
                var state = (await engine.Runs.FindAsync(id, Cancellation))!.Summary;
                Assert.True(state.State != RunState.NeedsAttention, state.Why);
                await Task.Yield();
            }

            engine.Clock.SetWallClock(engine.Clock.GetUtcNow() + TimeSpan.FromDays(1));
            engine.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal(4, recorder.Count("asked"));
    }

    [Fact]
    public async Task A_poll_that_is_never_answered_needs_attention()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.PollAsync<string>(
            "ready", TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30), _ => Task.FromResult<string?>(null))));
        var id = await engine.RunAsync("scripted", "a");
        RunView? run;
        while ((run = await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.NeedsAttention)
        {
            engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(AttentionReason.WaitedTooLong, run.Summary.Attention);
    }

    [Fact]
    public async Task No_more_steps_than_the_limit_hold_a_resource_at_once()
    {
        var recorder = new Recorder();
        var (now, most) = (0, 0);
        var gate = new Lock();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync(
            "upload",
            async _ =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++now);
                }

                await Task.Yield();
                lock (gate)
                {
                    now--;
                }

                recorder.Add("uploaded");
                return "done";
            },
            new StepOptions { Limit = new ResourceLimit("page:1", 2) })));

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => engine.RunAsync("scripted", $"run {i}")));
        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Succeeded);
        }

        Assert.Equal(20, recorder.Count("uploaded"));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Who_waits_for_a_place_says_so_and_goes_on_when_it_is_free()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "upload",
            async step =>
            {
                if (input == "first")
                {
                    await recorder.HoldAsync("gate", step.Cancellation);
                }

                return "done";
            },
            new StepOptions { Limit = new ResourceLimit("page:1") })));
        var first = await engine.RunAsync("scripted", "first", "first");
        await recorder.ReachedAsync("gate");
        var second = await engine.RunAsync("scripted", "second", "second");
        var waiting = await engine.ReachAsync(second, RunState.Waiting);

        recorder.Open("gate");

        Assert.StartsWith($"Waits for a place at page:1 (at most 1 at once). {first} (step \"upload\")", waiting.Summary.Why, StringComparison.Ordinal);
        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task A_place_whose_holder_was_cancelled_goes_to_who_waits()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "upload",
            async step =>
            {
                if (input == "first")
                {
                    await recorder.HoldAsync("gate", step.Cancellation);
                }

                return "done";
            },
            new StepOptions { Limit = new ResourceLimit("page:1") })));
        var first = await engine.RunAsync("scripted", "first", "first");
        await recorder.ReachedAsync("gate");
        var second = await engine.RunAsync("scripted", "second", "second");
        await engine.ReachAsync(second, RunState.Waiting);

        await engine.Runs.CancelAsync(first, "withdrawn", Cancellation);

        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task A_step_keeps_waiting_when_its_run_is_woken_for_another()
    {
        var recorder = new Recorder();
        EngineHarness? harness = null;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await Task.WhenAll(
                WaitAndSayAsync(run, "short", TimeSpan.FromMinutes(1)),
                WaitAndSayAsync(run, "long", TimeSpan.FromMinutes(10)),
                run.StepAsync("person", _ =>
                {
                    recorder.Add("person");
                    throw FaultException.Correction("Somebody has to look.");
                }));
            return "done";
        }), working: false);
        harness = engine;
        var id = await engine.RunAsync("scripted", "a");
        await engine.StopAsync();
        await engine.StartAsync();
        await engine.ReachAsync(id, RunState.NeedsAttention);

        engine.Clock.Advance(TimeSpan.FromMinutes(1));
        while (recorder.Count("short done") == 0 || (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.NeedsAttention)
        {
            await Task.Yield();
        }

        Assert.Equal(["long", "person", "short", "short done"], recorder.Done.Order(StringComparer.Ordinal));

        async Task WaitAndSayAsync(IRun run, string name, TimeSpan wait)
        {
            await run.StepAsync(name, _ =>
            {
                var now = harness!.Clock.GetUtcNow();
                recorder.Add(now.Minute > 0 ? $"{name} done" : name);
                return now.Minute > 0 ? Task.CompletedTask : throw new FaultException(new Fault(FaultKind.Transient, "Later.", Until: now + wait));
            });
        }
    }

    [Fact]
    public async Task A_place_whose_holder_died_is_free_after_the_restart()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync(
            "upload",
            async step =>
            {
                await recorder.HoldAsync("gate", step.Cancellation);
                return "done";
            },
            new StepOptions { Limit = new ResourceLimit("page:1") })));
        var first = await engine.RunAsync("scripted", "first");
        await recorder.ReachedAsync("gate");
        var second = await engine.RunAsync("scripted", "second");
        await engine.ReachAsync(second, RunState.Waiting);
        await engine.StopAsync(patient: false);
        recorder.Open("gate");

        await engine.StartAsync();

        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task A_pool_of_the_machine_is_shared_by_all_runs()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((input, run) => run.StepAsync(
                "cut",
                async step =>
                {
                    recorder.Add("begun");
                    await recorder.HoldAsync("gate", step.Cancellation);
                    return "done";
                },
                new StepOptions { MachinePool = "media" })),
            new EngineOptions { MachinePools = new Dictionary<string, int> { ["media"] = 1 } });
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => engine.RunAsync("scripted", $"run {i}")));
        await recorder.ReachedAsync("gate");

        Assert.Equal(1, recorder.Count("begun"));
        recorder.Open("gate");
        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Succeeded);
        }
    }
}
