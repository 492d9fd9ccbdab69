using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class ChangedCodeContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_runs_pass_a_change_by_and_new_ones_take_it_up()
    {
        var code = new ScriptedFlow.Code
        {
            Script = async (_, run) =>
            {
                await run.StepAsync("cut", _ => Task.CompletedTask);
                await run.DelayAsync("slot", TimeSpan.FromHours(1));
                return "old";
            },
        };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var old = await engine.RunAsync("scripted", "old");
        await engine.ReachAsync(old, RunState.Waiting);
        code.Script = Captioned;
        await engine.StopAsync();
        await engine.StartAsync();
        engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var young = await engine.RunAsync("scripted", "young");
        await engine.ReachAsync(young, RunState.Waiting);

        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["cut", "slot"], (await engine.ReachAsync(old, RunState.Succeeded)).Steps.Select(step => step.Name));
        Assert.Equal(
            ["cut", "add captions", "caption", "slot"], (await engine.ReachAsync(young, RunState.Succeeded)).Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task A_run_whose_next_step_was_already_begun_passes_a_change_by()
    {
        var recorder = new Recorder();
        Script old = async (_, run) =>
        {
            await run.StepAsync("cut", _ => Task.CompletedTask);
            return await run.StepAsync("upload", _ => recorder.Count("upload") == 0
                ? throw new FaultException(new Fault(FaultKind.NeedsPerson, "No page."))
                : Task.FromResult("done"));
        };
        var code = new ScriptedFlow.Code { Script = old };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.NeedsAttention);
        code.Script = async (input, run) =>
        {
            await run.StepAsync("cut", _ => Task.CompletedTask);
            if (await run.ChangedAsync("add captions"))
            {
                await run.StepAsync("caption", _ => Task.CompletedTask);
            }

            return await run.StepAsync("upload", _ => Task.FromResult("done"));
        };

        await engine.Runs.RetryAsync(id, Cancellation);

        Assert.Equal(["cut", "upload"], (await engine.ReachAsync(id, RunState.Succeeded)).Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task A_change_that_a_run_has_taken_up_must_stay()
    {
        var code = new ScriptedFlow.Code { Script = Captioned };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        code.Script = async (_, run) =>
        {
            await run.StepAsync("cut", _ => Task.CompletedTask);
            await run.StepAsync("caption", _ => Task.CompletedTask);
            await run.DelayAsync("slot", TimeSpan.FromHours(1));
            return "done";
        };

        engine.Clock.Advance(TimeSpan.FromHours(1));

        var run = await engine.ReachAsync(id, RunState.NeedsAttention);
        Assert.Contains("number 2 is the step \"caption\" in the flow now and was the change \"add captions\" in this run", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_of_step_has_a_word_in_the_difference()
    {
        var kinds = new (Func<IRun, Task> Reach, string Words)[]
        {
            (run => run.OnceAsync("x", _ => Task.CompletedTask), "the once-only step \"x\""),
            (run => run.PollAsync("x", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), _ => Task.FromResult<string?>("y")), "the poll \"x\""),
            (run => run.SkipAsync("x", "not needed"), "the skip \"x\""),
            (run => run.NowAsync("x"), "the journaled value \"x\""),
            (run => run.ChangedAsync("x"), "the change \"x\""),
            (run => run.WaitForAsync<string>("x", TimeSpan.Zero), "the wait for a signal \"x\""),
            (run => run.ForEachAsync<string, string, string>("x", [], item => item, "scripted", item => item), "the child runs \"x\""),
            (run => run.DelayAsync("x", TimeSpan.Zero), "the timer \"x\""),
        };
        foreach (var (reach, words) in kinds)
        {
            var code = new ScriptedFlow.Code
            {
                Script = async (_, run) =>
                {
                    await reach(run);
                    await run.DelayAsync("pause", TimeSpan.FromHours(1));
                    return "done";
                },
            };
            await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
            var id = await engine.RunAsync("scripted", "a");
            await engine.ReachAsync(id, RunState.Waiting);
            code.Script = async (_, run) =>
            {
                await run.StepAsync("other", _ => Task.CompletedTask);
                return "done";
            };
            engine.Clock.Advance(TimeSpan.FromHours(1));

            var parked = await engine.ReachAsync(id, RunState.NeedsAttention);

            Assert.Contains($"number 1 is the step \"other\" in the flow now and was {words} in this run", parked.Summary.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Runs_of_two_versions_finish_side_by_side_each_on_its_own_code()
    {
        var upgraded = false;
        await using var engine = await EngineHarness.StartAsync(store, services =>
        {
            services.AddFlow<FirstVersion, string, string>();
            if (upgraded)
            {
                services.AddFlow<SecondVersion, string, string>();
            }
        });
        var old = (await engine.Runs.StartAsync("versioned", "old", "x", Cancellation)).Id;
        await engine.ReachAsync(old, RunState.Waiting);
        await engine.StopAsync();
        upgraded = true;
        await engine.StartAsync();
        engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var young = (await engine.Runs.StartAsync("versioned", "young", "x", Cancellation)).Id;
        await engine.ReachAsync(young, RunState.Waiting);

        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("first", (await engine.ReachAsync(old, RunState.Succeeded)).Output!.Value.GetString());
        Assert.Equal("second", (await engine.ReachAsync(young, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Ids_and_random_numbers_are_the_same_at_every_replay()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var id = await run.NewIdAsync("id");
            var random = await run.RandomAsync("random");
            recorder.Add($"{id} {random:R}");
            Assert.Equal(13, id.Length);
            Assert.InRange(random, 0, 1);
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return id;
        }));
        var first = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(first, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(first, RunState.Succeeded);
        var second = await engine.RunAsync("scripted", "b");
        await engine.ReachAsync(second, RunState.Waiting);

        Assert.Equal(recorder.Done[0], recorder.Done[1]);
        Assert.NotEqual(recorder.Done[0], recorder.Done[2]);
    }

    private static async Task<string> Captioned(string? input, IRun run)
    {
        await run.StepAsync("cut", _ => Task.CompletedTask);
        if (await run.ChangedAsync("add captions"))
        {
            await run.StepAsync("caption", _ => Task.CompletedTask);
        }

        await run.DelayAsync("slot", TimeSpan.FromHours(1));
        return "done";
    }

    [Flow("versioned")]
    private sealed class FirstVersion : IFlow<string, string>
    {
        public async Task<string> RunAsync(string input, IRun run)
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "first";
        }
    }

    [Flow("versioned", 2)]
    private sealed class SecondVersion : IFlow<string, string>
    {
        public async Task<string> RunAsync(string input, IRun run)
        {
            await run.StepAsync("new", _ => Task.CompletedTask);
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "second";
        }
    }
}
