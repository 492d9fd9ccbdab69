using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class OnceContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Decision.Sent, 1)]
    [InlineData(Decision.SendAgain, 2)]
    public async Task An_interrupted_once_step_asks_a_person_and_does_what_they_say(Decision decision, int sent)
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            var outcome = await run.OnceAsync("mail", async step =>
            {
                recorder.Add("sent");
                await recorder.HoldAsync("gate", step.Cancellation);
            });
            return outcome.ToString();
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        recorder.Open("gate");

        await engine.StartAsync();
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        var retried = await engine.Runs.RetryAsync(id, Cancellation);
        var decided = await engine.Runs.DecideAsync(id, "mail", decision, Cancellation);
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal(AttentionReason.Decision, parked.Summary.Attention);
        Assert.True(parked.Steps.Single().Decidable);
        Assert.False(retried.Moved);
        Assert.True(decided.Moved);
        Assert.Equal(sent, recorder.Count("sent"));
        Assert.Equal(decision == Decision.Sent ? "AssumedDone" : "Done", run.Output!.Value.GetString());
    }

    [Fact]
    public async Task An_unknown_outcome_asks_and_a_known_failure_is_tried_again()
    {
        var recorder = new Recorder();
        var outcomes = new Queue<Fault?>([
            new Fault(FaultKind.Transient, "Refused before sending."), new Fault(FaultKind.Transient, "Cut after sending", OutcomeUnknown: true), null]);
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.OnceAsync("mail", _ =>
            {
                recorder.Add("try");
                return outcomes.Dequeue() is { } fault ? throw new FaultException(fault) : Task.CompletedTask;
            });
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromSeconds(10));

        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await engine.Runs.DecideAsync(id, "mail", Decision.SendAgain, Cancellation);

        Assert.StartsWith("Cut after sending. Whether step \"mail\" has happened is unknown", parked.Summary.Why, StringComparison.Ordinal);
        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal(3, recorder.Count("try"));
    }

    [Fact]
    public async Task One_doubtful_step_does_not_stop_the_ones_beside_it()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await Task.WhenAll(new[] { "ann", "ben", "cid" }.Select(name => run.OnceAsync($"mail {name}", _ =>
            {
                recorder.Add(name);
                return name == "ann" ? throw new FaultException(new Fault(FaultKind.Transient, "Cut.", OutcomeUnknown: true)) : Task.CompletedTask;
            })));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.NeedsAttention);

        await engine.Runs.DecideAsync(id, "mail ann", Decision.Sent, Cancellation);

        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal(["ann", "ben", "cid"], recorder.Done.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_doubts_of_one_run_are_decided_one_after_the_other_without_waiting()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await Task.WhenAll(new[] { "ann", "ben" }.Select(name => run.OnceAsync($"mail {name}", _ =>
            {
                recorder.Add(name);
                return recorder.Count(name) == 1
                    ? throw new FaultException(new Fault(FaultKind.Transient, "Cut.", OutcomeUnknown: true)) : Task.CompletedTask;
            })));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.NeedsAttention);

        var ann = await engine.Runs.DecideAsync(id, "mail ann", Decision.Sent, Cancellation);
        var ben = await engine.Runs.DecideAsync(id, "mail ben", Decision.SendAgain, Cancellation);

        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal((true, true), (ann.Moved, ben.Moved));
        Assert.Equal((1, 2), (recorder.Count("ann"), recorder.Count("ben")));
    }

    [Fact]
    public async Task A_decision_that_nobody_asked_for_is_refused()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("only", _ => Task.FromResult("done"))));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        var result = await engine.Runs.DecideAsync(id, "only", Decision.Sent, Cancellation);

        Assert.False(result.Moved);
        Assert.Contains("No decision is asked", result.Sentence, StringComparison.Ordinal);
        Assert.False((await engine.Runs.DecideAsync(new RunId(1), "only", Decision.Sent, Cancellation)).Found);
    }
}
