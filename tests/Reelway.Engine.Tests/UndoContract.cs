using static Reelway.Engine.Tests.ChildFlows;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class UndoContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_cancel_what_was_done_is_taken_back_the_last_first()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(TwoEffects(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        var cancelled = await engine.Runs.CancelAsync(id, "The speaker withdrew.", Cancellation);
        var run = await engine.ReachAsync(id, RunState.Cancelled);

        Assert.StartsWith("No step of it begins any more; a worker takes back what its flow says.", cancelled.Sentence, StringComparison.Ordinal);
        Assert.Equal("The speaker withdrew.", run.Summary.Why);
        Assert.Equal(["upload", "post", $"{id}/delete post/0", $"{id}/delete upload/0"], recorder.Done);
        Assert.Equal(
            [("upload", StepState.Succeeded), ("post", StepState.Succeeded), ("pause", StepState.Cancelled), ("delete upload", StepState.Succeeded), ("delete post", StepState.Succeeded)],
            run.Steps.Select(step => (step.Name, step.State)));
    }

    [Fact]
    public async Task A_run_that_ends_well_takes_nothing_back()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(TwoEffects(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        engine.Clock.Advance(TimeSpan.FromHours(1));
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Equal(["upload", "post"], recorder.Done);
    }

    [Fact]
    public async Task Nothing_is_taken_back_before_the_running_step_has_stopped()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            run.OnCancel("delete upload", _ =>
            {
                recorder.Add("deleted");
                return Task.CompletedTask;
            });
            await run.StepAsync("upload", async step =>
            {
                try
                {
                    await recorder.HoldAsync("gate", step.Cancellation);
                }
                finally
                {
                    await Task.Yield();
                    recorder.Add("stopped");
                }
            });
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        await engine.ReachAsync(id, RunState.Cancelled);

        Assert.Equal(["stopped", "deleted"], recorder.Done);
    }

    [Fact]
    public async Task An_interrupted_undo_is_repeated_and_a_finished_one_is_not()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            run.OnCancel("first", async step =>
            {
                recorder.Add("first");
                await recorder.HoldAsync("gate", step.Cancellation);
            });
            run.OnCancel("second", _ =>
            {
                recorder.Add("second");
                return Task.CompletedTask;
            });
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);
        recorder.Open("gate");

        await engine.StartAsync();
        await engine.ReachAsync(id, RunState.Cancelled);

        Assert.Equal(["second", "first", "first"], recorder.Done);
    }

    [Fact]
    public async Task An_undo_is_tried_again_and_then_asks_a_person_whose_retry_goes_on_with_it()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted(async (_, run) =>
            {
                run.OnCancel("delete post", _ =>
                {
                    recorder.Add("try");
                    return recorder.Count("try") < 4 ? throw new FaultException(new Fault(FaultKind.Transient, "The page is away.")) : Task.CompletedTask;
                });
                await run.DelayAsync("pause", TimeSpan.FromDays(1));
                return "done";
            }),
            new EngineOptions { MaxAttempts = 3 });
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        RunView? run;
        while ((run = await engine.Runs.FindAsync(id, Cancellation))!.Summary.State != RunState.NeedsAttention)
        {
            engine.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(3, recorder.Count("try"));
        Assert.Equal(
            (AttentionReason.NotUndone, "The cancelled run can't finish \"delete post\": The page is away. Retry it when the cause is mended, or do it by hand and cancel the run again."),
            (run.Summary.Attention, run.Summary.Why));
        Assert.True((await engine.Runs.RetryAsync(id, Cancellation)).Moved);
        await engine.ReachAsync(id, RunState.Cancelled);
        Assert.Equal(4, recorder.Count("try"));
    }

    [Fact]
    public async Task A_second_cancel_ends_a_run_that_cannot_be_undone()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            run.OnCancel("delete post", _ => throw FaultException.Permanent("No such post."));
            await run.DelayAsync("pause", TimeSpan.FromDays(1));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        await engine.ReachAsync(id, RunState.NeedsAttention);

        var again = await engine.Runs.CancelAsync(id, "It was done by hand.", Cancellation);

        Assert.Equal("Cancelled.", again.Sentence);
        Assert.Equal("It was done by hand.", (await engine.ReachAsync(id, RunState.Cancelled)).Summary.Why);
    }

    [Fact]
    public async Task A_run_that_has_passed_nothing_to_take_back_ends_at_once()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.DelayAsync("pause", TimeSpan.FromHours(1));
            run.OnCancel("undo", _ => Task.CompletedTask);
            await run.StepAsync("upload", step => recorder.HoldAsync("gate", step.Cancellation));
            return "done";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);

        Assert.Equal("Cancelled.", (await engine.Runs.CancelAsync(id, "enough", Cancellation)).Sentence);
        Assert.Equal(RunState.Cancelled, (await engine.Runs.FindAsync(id, Cancellation))!.Summary.State);
    }

    [Fact]
    public async Task What_changed_code_might_have_to_take_back_is_asked_about()
    {
        var recorder = new Recorder();
        var code = new ScriptedFlow.Code { Script = TwoEffects(recorder) };
        await using var engine = await EngineHarness.StartAsync(store, Scripted(code));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        code.Script = async (_, run) =>
        {
            await run.StepAsync("other", _ => Task.CompletedTask);
            return "done";
        };

        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        code.Script = TwoEffects(recorder);
        await engine.Runs.RetryAsync(id, Cancellation);
        await engine.ReachAsync(id, RunState.Cancelled);

        Assert.Equal(AttentionReason.ChangedCode, parked.Summary.Attention);
        Assert.Equal($"{id}/delete upload/0", recorder.Done[^1]);
    }

    [Fact]
    public async Task A_parent_takes_back_after_its_children_have_stopped()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(
            async (pages, run) =>
            {
                run.OnCancel("delete album", _ =>
                {
                    recorder.Add("album deleted");
                    return Task.CompletedTask;
                });
                return await Posting(pages, run);
            },
            async (page, run) =>
            {
                run.OnCancel("delete post", async _ =>
                {
                    recorder.Add("deleting");
                    await recorder.HoldAsync("deleting", CancellationToken.None);
                    recorder.Add("post deleted");
                });
                await run.StepAsync("upload", step => recorder.HoldAsync(page, step.Cancellation));
                return page;
            }));
        var id = await engine.RunAsync("scripted", "a", "x");
        await recorder.ReachedAsync("x");
        await engine.ReachAsync(id, RunState.Waiting);

        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        await recorder.ReachedAsync("deleting");
        recorder.Open("deleting");
        await engine.ReachAsync(id, RunState.Cancelled);

        Assert.Equal(["deleting", "post deleted", "album deleted"], recorder.Done);
    }

    [Fact]
    public async Task A_replay_of_a_cancelled_run_says_what_was_taken_back()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted(TwoEffects(recorder)));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.Runs.CancelAsync(id, "enough", Cancellation);
        await engine.ReachAsync(id, RunState.Cancelled);

        var replayed = await engine.Runs.ReplayAsync(id, "upload", new ReplayOptions(), Cancellation);
        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.EndsWith("When it was cancelled it has done \"delete upload\", \"delete post\", which stays so.", replayed.Sentence, StringComparison.Ordinal);
        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal((2, 2), (recorder.Count("upload"), recorder.Count("post")));
    }

    [Fact]
    public async Task A_cancel_that_comes_while_a_run_parks_is_not_lost()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("first", _ => Task.CompletedTask);
            await run.WaitForAsync<string>("never");
            return "done";
        }));
        var ids = new List<RunId>();
        for (var i = 0; i < 100; i++)
        {
            var id = await engine.RunAsync("scripted", $"run {i}");
            await engine.Runs.CancelAsync(id, "enough", Cancellation);
            ids.Add(id);
        }

        foreach (var id in ids)
        {
            await engine.ReachAsync(id, RunState.Cancelled);
        }
    }

    private static Script TwoEffects(Recorder recorder) => async (_, run) =>
    {
        foreach (var name in new[] { "upload", "post" })
        {
            run.OnCancel($"delete {name}", step =>
            {
                recorder.Add(step.IdempotencyKey);
                return Task.CompletedTask;
            });
            await run.StepAsync(name, _ =>
            {
                recorder.Add(name);
                return Task.CompletedTask;
            });
        }

        await run.DelayAsync("pause", TimeSpan.FromHours(1));
        return "done";
    };
}
