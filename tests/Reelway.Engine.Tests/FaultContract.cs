using Microsoft.Extensions.DependencyInjection;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class FaultContract(EngineStore store)
{
    private static readonly string[] Page = ["page:1"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transient_fault_is_tried_again_until_it_passes()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("flaky", step =>
        {
            recorder.Add($"attempt {step.Attempt} {step.IdempotencyKey}");
            return step.Attempt < 3 ? throw new FaultException(new Fault(FaultKind.Transient, "The line is bad.")) : Task.FromResult("done");
        })));
        var id = await engine.RunAsync("scripted", "a");

        await engine.ReachAsync(id, RunState.Waiting);
        engine.Clock.Advance(TimeSpan.FromSeconds(60));
        await engine.ReachAsync(id, RunState.Waiting);
        var run = await AdvanceUntilEndAsync(engine, id);

        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Equal(3, run.Steps.Single().Attempts);
        Assert.Equal(["The line is bad.", "The line is bad."], run.Steps.Single().FailedAttempts.Select(attempt => attempt.Sentence));
        Assert.Equal([$"attempt 1 {id}/flaky/0", $"attempt 2 {id}/flaky/0", $"attempt 3 {id}/flaky/0"], recorder.Done);
    }

    [Fact]
    public async Task Spent_attempts_end_as_a_dead_letter_and_a_retry_by_hand_begins_a_new_series()
    {
        var fails = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync(
            "flaky",
            _ => fails ? throw new FaultException(new Fault(FaultKind.Transient, "Down.")) : Task.FromResult("up"),
            new StepOptions { Retry = new RetryPolicy(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) })));
        var id = await engine.RunAsync("scripted", "a");

        var dead = await AdvanceUntilEndAsync(engine, id);
        fails = false;
        var retried = await engine.Runs.RetryAsync(id, Cancellation);
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal((RunState.Failed, true, "Down."), (dead.Summary.State, dead.Summary.DeadLetter, dead.Summary.Why));
        Assert.True(retried.Moved);
        Assert.Equal((RunState.Succeeded, 3), (run.Summary.State, run.Steps.Single().Attempts));
    }

    [Fact]
    public async Task A_permanent_fault_fails_at_once_and_a_flow_may_catch_it()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            try
            {
                await run.StepAsync("refused", _ => throw FaultException.Permanent("No such page."));
            }
            catch (FaultException fault)
            {
                run.MarkPartial(fault.Message);
            }

            return await run.StepAsync("after", _ => Task.FromResult("went on"));
        }));

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal((RunState.Partial, "No such page."), (run.Summary.State, run.Summary.Why));
        Assert.Equal([StepState.Failed, StepState.Succeeded], run.Steps.Select(step => step.State));
    }

    [Fact]
    public async Task A_partial_run_repeats_its_failed_step_only_when_retried()
    {
        var recorder = new Recorder();
        var fails = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            try
            {
                await run.StepAsync("mail", _ => fails ? throw FaultException.Permanent("Mailbox unknown.") : Task.CompletedTask);
            }
            catch (FaultException fault)
            {
                run.MarkPartial(fault.Message);
            }

            await run.StepAsync("sheet", _ =>
            {
                recorder.Add("sheet");
                return Task.CompletedTask;
            });
            return "end";
        }));
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Partial);
        fails = false;

        await engine.Runs.RetryAsync(id, Cancellation);
        var run = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal(RunState.Succeeded, run.Summary.State);
        Assert.Null(run.Summary.Why);
        Assert.Equal(1, recorder.Count("sheet"));
    }

    [Fact]
    public async Task What_a_person_has_to_supply_parks_the_run_and_a_retry_asks_again()
    {
        var missing = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync(
            "find", _ => missing ? throw FaultException.Missing("No talk has that title.", "Add it, then retry.") : Task.FromResult("found"))));
        var id = await engine.RunAsync("scripted", "a");
        var parked = await engine.ReachAsync(id, RunState.NeedsAttention);
        missing = false;

        await engine.Runs.RetryAsync(id, Cancellation);

        Assert.Equal((AttentionReason.MissingData, "No talk has that title. Add it, then retry."), (parked.Summary.Attention!.Value, parked.Summary.Why));
        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(id, Cancellation)).Summary.State);
    }

    [Fact]
    public async Task A_rate_limit_holds_up_what_shares_its_scope_and_nothing_else_and_costs_no_attempt()
    {
        var recorder = new Recorder();
        var limited = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "post",
            async step =>
            {
                await step.ShareAsync(input == "other" ? ["page:2"] : Page);
                recorder.Add($"{input} {step.Attempt}");
                return input == "first" && limited
                    ? throw new FaultException(new Fault(FaultKind.RateLimited, "Too many posts.", "page:1", new DateTimeOffset(2026, 5, 4, 15, 0, 0, TimeSpan.Zero)))
                    : "posted";
            })));
        var first = await engine.RunAsync("scripted", "first", "first");
        await engine.ReachAsync(first, RunState.Waiting);
        limited = false;
        var second = await engine.RunAsync("scripted", "second", "second");
        var held = await engine.ReachAsync(second, RunState.Waiting);
        var other = await engine.RunAsync("scripted", "other", "other");
        await engine.ReachAsync(other, RunState.Succeeded);
        Assert.Equal("Held up: Too many posts.", held.Summary.Why);
        Assert.Equal(["first 1", "other 1"], recorder.Done);

        engine.Clock.Advance(TimeSpan.FromHours(6));
        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);

        Assert.Equal(["first 1", "first 1", "other 1", "second 1"], recorder.Done.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_six_hour_wait_survives_a_restart()
    {
        var limited = true;
        await using var engine = await EngineHarness.StartAsync(store, services =>
        {
            Scripted((_, run) => run.StepAsync(
                "post",
                async step =>
                {
                    await step.ShareAsync(Page);
                    return limited
                        ? throw new FaultException(new Fault(FaultKind.RateLimited, "Throttled.", "page:1", new DateTimeOffset(2026, 5, 4, 15, 0, 0, TimeSpan.Zero)))
                        : "posted";
                }))(services);
        });
        var id = await engine.RunAsync("scripted", "a");
        await engine.ReachAsync(id, RunState.Waiting);
        await engine.StopAsync();
        limited = false;
        await engine.StartAsync();

        engine.Clock.Advance(TimeSpan.FromHours(5.9));
        var waiting = await engine.Runs.FindAsync(id, Cancellation);
        engine.Clock.Advance(TimeSpan.FromHours(0.1));

        Assert.Equal(RunState.Waiting, waiting!.Summary.State);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 15, 0, 0, TimeSpan.Zero), waiting.Summary.WaitsUntil);
        await engine.ReachAsync(id, RunState.Succeeded);
    }

    [Fact]
    public async Task Dead_credentials_park_their_own_runs_and_a_retry_lets_all_of_them_go_on()
    {
        var dead = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync(
            "post",
            async step =>
            {
                await step.ShareAsync(Page);
                return dead ? throw new FaultException(new Fault(FaultKind.Auth, "The token has expired.", "page:1")) : "posted";
            })));
        var first = await engine.RunAsync("scripted", "first");
        var parked = await engine.ReachAsync(first, RunState.NeedsAttention);
        var second = await engine.RunAsync("scripted", "second");
        var held = await engine.ReachAsync(second, RunState.Waiting);
        dead = false;

        await engine.Runs.RetryAsync(first, Cancellation);

        Assert.Equal(AttentionReason.Credentials, parked.Summary.Attention);
        Assert.Equal("Held up: The token has expired.", held.Summary.Why);
        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task Who_waits_for_others_too_long_needs_attention()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((_, run) => run.StepAsync<string>(
                "post", _ => throw new FaultException(new Fault(FaultKind.RateLimited, "Throttled.", "page:1", DateTimeOffset.MaxValue.AddDays(-1))))),
            new EngineOptions { MaxWait = TimeSpan.FromDays(14) });

        var run = await engine.ReachAsync(await engine.RunAsync("scripted", "a"), RunState.NeedsAttention);

        Assert.Equal(AttentionReason.WaitedTooLong, run.Summary.Attention);
        Assert.Equal("Throttled. It has waited for longer than engine.max_wait allows. Find out what holds it up, then retry.", run.Summary.Why);
    }

    [Fact]
    public async Task The_hosts_classifier_names_the_fault_of_an_exception()
    {
        await using var engine = await EngineHarness.StartAsync(store, services =>
        {
            Scripted((_, run) => run.StepAsync<string>("read", _ => throw new FileNotFoundException("gone.mp4")))(services);
            services.AddSingleton<IFaultClassifier, FilesAreForGood>();
        });

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal((RunState.Failed, "The file gone.mp4 is gone."), (run.Summary.State, run.Summary.Why));
    }

    [Fact]
    public async Task A_mistake_in_the_flows_own_code_fails_the_run_and_says_so()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, _) => throw new InvalidOperationException("index out of luck")));

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("outside its steps: index out of luck", run.Summary.Why, StringComparison.Ordinal);
    }

    private static async Task<RunView> AdvanceUntilEndAsync(EngineHarness engine, RunId id)
    {
        while (true)
        {
            var run = await engine.Runs.FindAsync(id, Cancellation);
            if (run!.Summary.State.HasEnded())
            {
                return run;
            }

            engine.Clock.Advance(TimeSpan.FromSeconds(60));
            await Task.Yield();
        }
    }

    private sealed class FilesAreForGood : IFaultClassifier
    {
        public Fault? Classify(Exception exception)
            => exception is FileNotFoundException missing ? new Fault(FaultKind.Permanent, $"The file {missing.Message} is gone.") : null;
    }
}
