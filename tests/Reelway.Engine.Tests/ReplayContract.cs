using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class ReplayContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_interrupted_at_a_step_goes_on_there_and_repeats_no_finished_one(int interrupted)
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var text = "";
            for (var i = 1; i <= 3; i++)
            {
                var number = i;
                text += await run.StepAsync($"step {number}", async step =>
                {
                    recorder.Add($"begin {number}");
                    if (number == interrupted)
                    {
                        await recorder.HoldAsync("gate", step.Cancellation);
                    }

                    return $"{number};";
                });
            }

            return text;
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        recorder.Open("gate");

        await engine.StartAsync();
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal("1;2;3;", run.Output!.Value.GetString());
        Assert.All([1, 2, 3], number => Assert.Equal(number == interrupted ? 2 : 1, recorder.Count($"begin {number}")));
    }

    [Fact]
    public async Task A_process_that_dies_leaves_its_runs_to_the_next()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((_, run) => run.StepAsync("only", _ =>
            {
                recorder.Add("only");
                return Task.FromResult("done");
            })),
            working: false);
        var id = await engine.RunAsync("scripted", "a");
        await engine.LeaveAsCrashedAsync(id);
        await engine.StopAsync();

        await engine.StartAsync();

        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(id, Cancellation)).Summary.State);
    }

    [Fact]
    public async Task A_run_that_keeps_killing_its_process_is_set_aside()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))), new EngineOptions { MaxCrashes = 3 }, working: false);
        var id = await engine.RunAsync("scripted", "a");
        for (var crash = 0; crash < 3; crash++)
        {
            await engine.LeaveAsCrashedAsync(id);
            await engine.StopAsync();
            await engine.StartAsync(working: crash == 2);
            if (crash < 2)
            {
                // Recovered and at once crashed again: only a worker's start recovers.
                await engine.Database.WriteAsync(
                    session => session.ExecuteAsync("UPDATE run SET crashes = crashes + 1 WHERE id = @Value", new { id.Value }), Cancellation);
            }
        }

        var run = await engine.Runs.WaitAsync(id, Cancellation);
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.True(run.Summary.DeadLetter);
        Assert.Contains("died 3 times", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_flow_parks_its_open_runs_with_the_difference()
    {
        var recorder = new Recorder();
        var code = new ScriptedFlow.Code
        {
            Script = async (_, run) =>
            {
                await run.StepAsync("cut", _ => Task.FromResult("x"));
                return await run.StepAsync("upload", async step =>
                {
                    await recorder.HoldAsync("gate", step.Cancellation);
                    return "y";
                });
            },
        };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        code.Script = async (_, run) =>
        {
            await run.StepAsync("trim", _ => Task.FromResult("x"));
            return "z";
        };

        await engine.StartAsync();
        var run = await engine.ReachAsync(id, RunState.NeedsAttention);

        Assert.Equal(AttentionReason.ChangedCode, run.Summary.Attention);
        Assert.Contains("number 1 is the step \"trim\" in the flow now and was the step \"cut\"", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_ends_before_its_journal_does_is_parked_too()
    {
        var recorder = new Recorder();
        var code = new ScriptedFlow.Code
        {
            Script = async (_, run) =>
            {
                await run.StepAsync("cut", _ => Task.FromResult("x"));
                await run.StepAsync("upload", step => recorder.HoldAsync("gate", step.Cancellation));
                return "done";
            },
        };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        code.Script = (_, _) => Task.FromResult("nothing to do");

        await engine.StartAsync();

        Assert.Contains("ends now before the step \"cut\"", (await engine.ReachAsync(id, RunState.NeedsAttention)).Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_side_by_side_keep_their_places_over_a_restart()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => run.StepAsync($"part {i}", async step =>
            {
                recorder.Add($"part {i}");
                if (i == 2)
                {
                    await recorder.HoldAsync("gate", step.Cancellation);
                }

                return i;
            })));
            return string.Join(",", results);
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        recorder.Open("gate");
        await engine.StartAsync();

        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal("0,1,2,3,4", run.Output!.Value.GetString());
        Assert.Equal(2, recorder.Count("part 2"));
        Assert.Equal(["part 0", "part 1", "part 2", "part 3", "part 4"], run.Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task A_result_that_cannot_be_stored_fails_the_step_with_a_sentence()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("stream", _ => Task.FromResult<Stream>(new MemoryStream()));
            return "never";
        }));
        var id = await engine.RunAsync("scripted", "a");

        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("The result of step \"stream\" can't be stored as JSON", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_steps_of_one_name_are_refused()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("twin", _ => Task.FromResult(1));
            await run.StepAsync("twin", _ => Task.FromResult(2));
            return "never";
        }));

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("\"twin\" twice", run.Summary.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_a_flow_sees_is_the_same_at_every_replay()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var now = await run.NowAsync("begun");
            recorder.Add(now.ToString("O"));
            await run.DelayAsync("pause", TimeSpan.FromHours(6));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(6));

        await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal(2, recorder.Done.Count);
        Assert.Single(recorder.Done.Distinct());
    }
}
