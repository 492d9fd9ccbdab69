using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class CancelContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_step_is_told_to_stop_and_no_other_begins()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("long", step => recorder.HoldAsync("gate", step.Cancellation));
            await run.StepAsync("next", _ =>
            {
                recorder.Add("next");
                return Task.CompletedTask;
            });
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        var result = await engine.Runs.CancelAsync(id, "The speaker withdrew.", Cancellation);
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.True(result.Moved);
        Assert.Equal((RunState.Cancelled, "The speaker withdrew."), (run.Summary.State, run.Summary.Why));
        Assert.Equal(0, recorder.Count("next"));
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once_and_never_wakes()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        await engine.Runs.CancelAsync(id, "", Cancellation);
        engine.Clock.Advance(TimeSpan.FromHours(2));

        var run = await engine.Runs.FindAsync(id, Cancellation);
        Assert.Equal((RunState.Cancelled, "Cancelled by hand."), (run!.Summary.State, run.Summary.Why));
    }

    [Fact]
    public async Task What_has_ended_is_neither_cancelled_nor_retried()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.False((await engine.Runs.CancelAsync(id, "late", Cancellation)).Moved);
        Assert.False((await engine.Runs.RetryAsync(id, Cancellation)).Moved);
        Assert.False((await engine.Runs.RetryAsync(new RunId(42), Cancellation)).Found);
    }

    [Fact]
    public async Task A_patient_stop_lets_the_running_step_finish_and_begins_no_other()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("long", step => recorder.HoldAsync("gate", step.Cancellation));
            return await run.StepAsync("next", _ =>
            {
                recorder.Add("next");
                return Task.FromResult("done");
            });
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        var stopping = engine.StopAsync();
        recorder.Open("gate");
        await stopping;
        Assert.Equal(0, recorder.Count("next"));
        await engine.StartAsync();
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal((RunState.Succeeded, 1), (run.Summary.State, run.Steps[0].Attempts));
    }
}
