using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class ParallelContract(EngineStore store)
{
    [Fact]
    public async Task Named_steps_run_side_by_side_and_answer_in_the_order_of_the_list()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) => string.Join(",", await run.ParallelAsync(
        [
            ("first", async step =>
            {
                await recorder.HoldAsync("first", step.Cancellation);
                return 1;
            }),
            ("second", async step =>
            {
                await recorder.HoldAsync("second", step.Cancellation);
                return 2;
            }),
        ]))));
        var id = await engine.RunAsync("scripted", "a");

        await recorder.ReachedAsync("first");
        await recorder.ReachedAsync("second");
        recorder.Open("second");
        recorder.Open("first");

        Assert.Equal("1,2", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Steps_of_several_types_keep_their_types()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var (number, text) = await run.ParallelAsync(("number", _ => Task.FromResult(7)), ("text", _ => Task.FromResult("x")));
            var (yes, more, last) = await run.ParallelAsync(
                ("yes", _ => Task.FromResult(true)), ("more", _ => Task.FromResult(number + 1)), ("last", _ => Task.FromResult(text + "y")));
            return $"{number}{text}{yes}{more}{last}";
        }));

        Assert.Equal("7xTrue8xy", (await engine.ReachAsync(await engine.RunAsync("scripted", "a"), RunState.Succeeded)).Output!.Value.GetString());
    }

    [Fact]
    public async Task A_failure_waits_for_the_others_and_only_it_is_repeated_by_a_retry()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) => string.Join(",", await run.ParallelAsync(
            new[] { "a", "b", "c" }.Select(name => (name, (Func<IStep, Task<string>>)(async _ =>
            {
                recorder.Add(name);
                await Task.Yield();
                return name == "b" && recorder.Count("b") == 1 ? throw FaultException.Permanent("Not b.") : name;
            }))).ToList()))));
        var id = await engine.RunAsync("scripted", "a");

        var failed = await engine.ReachAsync(id, RunState.Failed);
        await engine.Runs.RetryAsync(id, TestContext.Current.CancellationToken);
        var run = await engine.Runs.WaitAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal("Not b.", failed.Summary.Why);
        Assert.Equal("a,b,c", run.Output!.Value.GetString());
        Assert.Equal((1, 2, 1), (recorder.Count("a"), recorder.Count("b"), recorder.Count("c")));
    }
}
