using System.Text.Json;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class OperatorReplayContract(EngineStore store)
{
    private static readonly ReplayOptions AsBefore = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replay_keeps_what_lies_before_the_step_and_sends_the_same_keys()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(ThreeSteps(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        var replayed = await engine.Runs.ReplayAsync(id, "second", AsBefore, Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.True(replayed.Moved, replayed.Sentence);
        Assert.Contains("at step \"second\", in generation 1", replayed.Sentence, StringComparison.Ordinal);
        Assert.Equal([$"{id}/first/0", $"{id}/second/0", $"{id}/third/0", $"{id}/second/0", $"{id}/third/0"], recorder.Done);
    }

    [Fact]
    public async Task The_former_generation_stays_for_the_record()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(ThreeSteps(new Recorder())));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "third", AsBefore, Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);

        var rows = await engine.Database.ReadAsync(
            session => session.QueryAsync<string>("SELECT generation || ' ' || name FROM step ORDER BY generation, pos"), Cancellation);
        Assert.Equal(["0 first", "0 second", "0 third", "1 first", "1 second", "1 third"], rows);
    }

    [Fact]
    public async Task Only_resend_raises_the_key_and_only_from_the_step_on()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(ThreeSteps(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        foreach (var (step, resend) in new[] { ("third", true), ("second", true), ("first", false) })
        {
            Assert.True((await engine.Runs.ReplayAsync(id, step, new ReplayOptions(Resend: resend), Cancellation)).Moved);
            await engine.ReachAsync(id, RunState.Succeeded);
        }

        Assert.Equal($"{id}/third/1", recorder.Done[3]);
        Assert.Equal([$"{id}/second/1", $"{id}/third/2"], recorder.Done.Skip(4).Take(2));
        Assert.Equal([$"{id}/first/0", $"{id}/second/1", $"{id}/third/2"], recorder.Done.Skip(6));
    }

    [Fact]
    public async Task What_was_sent_once_is_asked_about_when_its_run_is_replayed()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Mailing(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "cut", AsBefore, Cancellation);
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        await engine.Runs.DecideAsync(id, "mail", Decision.Sent, Cancellation);
        var done = await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal(AttentionReason.Decision, parked.Summary.Attention);
        Assert.Equal("AssumedDone", done.Output!.Value.GetString());
        Assert.Equal((2, 1), (recorder.Count("cut"), recorder.Count($"{id}/mail/0")));
    }

    [Fact]
    public async Task What_was_sent_once_is_sent_again_when_a_person_says_resend()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Mailing(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "mail", new ReplayOptions(Resend: true), Cancellation);
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal(["cut", $"{id}/mail/0", $"{id}/mail/1"], recorder.Done);
    }

    [Fact]
    public async Task An_edited_input_is_used_and_the_former_one_is_kept()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync("echo", _ => Task.FromResult(input!))));
        var id = await engine.RunAsync("scripted", "a", "before");
        await engine.ReachAsync(id, RunState.Succeeded);

        await engine.Runs.ReplayAsync(id, "echo", new ReplayOptions(JsonSerializer.SerializeToElement("after")), Cancellation);
        var run = await engine.ReachAsync(id, RunState.Succeeded);
        var same = await engine.Runs.StartAsync("scripted", "a", "before", Cancellation);

        Assert.Equal(("after", "after"), (run.Input!.Value.GetString(), run.Output!.Value.GetString()));
        Assert.Equal("\"before\"", await engine.Database.ReadAsync(
            session => session.FindAsync<string>("SELECT former_input FROM replay"), Cancellation));
        Assert.False(same.InputDiffers);
    }

    [Theory]
    [InlineData("""{ "clip": "a.mp4", "pages": 2 }""", "pages")]
    [InlineData("""{ "clip": null }""", "clip")]
    [InlineData("""{ "clip": 7 }""", "clip")]
    [InlineData("[]", "not an object")]
    public async Task An_edited_input_that_does_not_fit_the_flow_is_refused(string input, string named)
    {
        await using var engine = await EngineHarness.StartAsync(store, services => services.AddFlow<CuttingFlow, Cutting, string>());
        var id = (await engine.Runs.StartAsync("cutting", "a", new Cutting("b.mp4"), Cancellation)).Id;
        await engine.ReachAsync(id, RunState.Succeeded);

        var refused = await engine.Runs.ReplayAsync(id, "cut", new ReplayOptions(JsonSerializer.Deserialize<JsonElement>(input)), Cancellation);

        Assert.False(refused.Moved);
        Assert.StartsWith("The edited input doesn't fit: ", refused.Sentence, StringComparison.Ordinal);
        Assert.Contains(named, refused.Sentence, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(RunState.Succeeded, (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State);
    }

    [Fact]
    public async Task An_unknown_step_is_answered_with_the_steps_there_are()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(ThreeSteps(new Recorder())));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Succeeded);

        var refused = await engine.Runs.ReplayAsync(id, "fourth", AsBefore, Cancellation);

        Assert.Equal((false, "This run has no step named \"fourth\". Its steps are \"first\", \"second\", \"third\"."), (refused.Moved, refused.Sentence));
        Assert.False((await engine.Runs.ReplayAsync(new RunId(7), "first", AsBefore, Cancellation)).Found);
    }

    [Fact]
    public async Task A_run_in_work_is_not_replayed()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("first", _ => Task.CompletedTask);
            await run.StepAsync("long", step => recorder.HoldAsync("gate", step.Cancellation));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        var refused = await engine.Runs.ReplayAsync(id, "first", AsBefore, Cancellation);

        Assert.Equal((false, "It is running. Cancel it first, or wait until it has ended."), (refused.Moved, refused.Sentence));
    }

    [Fact]
    public async Task A_cancelled_run_goes_on_when_it_is_replayed()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.Runs.CancelAsync(id, "a mistake", Cancellation);

        await engine.Runs.ReplayAsync(id, "pause", AsBefore, Cancellation);
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null((await engine.ReachAsync(id, RunState.Succeeded)).Summary.Why);
    }

    private static Script ThreeSteps(Recorder recorder) => async (_, run) =>
    {
        foreach (var name in new[] { "first", "second", "third" })
        {
            await run.StepAsync(name, step =>
            {
                recorder.Add(step.IdempotencyKey);
                return Task.CompletedTask;
            });
        }

        return "done";
    };

    private static Script Mailing(Recorder recorder) => async (_, run) =>
    {
        await run.StepAsync("cut", _ =>
        {
            recorder.Add("cut");
            return Task.CompletedTask;
        });
        return (await run.OnceAsync("mail", step =>
        {
            recorder.Add(step.IdempotencyKey);
            return Task.CompletedTask;
        })).ToString();
    };

    [Flow("cutting")]
    private sealed class CuttingFlow : IFlow<Cutting, string>
    {
        public Task<string> RunAsync(Cutting input, IRun run) => run.StepAsync("cut", _ => Task.FromResult(input.Clip));
    }

    private sealed record Cutting(string Clip);
}
