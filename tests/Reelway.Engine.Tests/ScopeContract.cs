using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Fault scopes that others than a run hold up and lift.</summary>
public abstract class ScopeContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_held_waits_with_the_reason_until_it_is_lifted_and_others_go_on()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "post", step => PostAsync(input, step, input == "other" ? ["paused:second"] : Shared))));
        var noted = false;
        await engine.Scopes.HoldAsync("paused:main", "Connection main is paused.", session => Note(() => noted = true), Cancellation);

        var held = await engine.RunAsync("scripted", "held", "held");
        var parked = await engine.ReachAsync(held, RunState.Waiting);
        await engine.ReachAsync(await engine.RunAsync("scripted", "other", "other"), RunState.Succeeded);
        var retried = await engine.Runs.RetryAsync(held, Cancellation);
        var listed = Assert.Single(await engine.Scopes.ListAsync(Cancellation));
        await engine.Scopes.LiftAsync(["paused:main"], _ => Task.CompletedTask, Cancellation);

        Assert.Equal("Held up: Connection main is paused.", parked.Summary.Why);
        Assert.False(retried.Moved);
        Assert.Equal(("paused:main", null), (listed.Scope, listed.Until));
        Assert.True(noted);
        Assert.Equal(RunState.Succeeded, (await engine.Runs.WaitAsync(held, Cancellation)).Summary.State);
        Assert.Empty(await engine.Scopes.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_poll_that_was_held_up_for_longer_than_its_patience_goes_on_asking()
    {
        var asked = 0;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.PollAsync(
            "ready", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(30), async step =>
            {
                await step.ShareAsync(Shared);
                return ++asked == 3 ? "ready" : null;
            })));
        var id = await engine.RunAsync("scripted", "a");
        await WaitsAsync(engine, id, "Not yet; asks again.");
        await engine.Scopes.HoldAsync("paused:main", "Connection main is paused.", _ => Task.CompletedTask, Cancellation);
        engine.Clock.Advance(TimeSpan.FromSeconds(5));
        await WaitsAsync(engine, id, "Held up: Connection main is paused.");

        engine.Clock.Advance(TimeSpan.FromHours(2));
        await engine.Scopes.LiftAsync(["paused:main"], _ => Task.CompletedTask, Cancellation);

        await WaitsAsync(engine, id, "Not yet; asks again.");
        engine.Clock.Advance(TimeSpan.FromSeconds(5));
        await engine.ReachAsync(id, RunState.Succeeded);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_step_finds_out_that_it_needs_holds_it_too_and_costs_no_attempt(bool once)
    {
        var done = 0;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            async Task PostAsync(IStep step)
            {
                await step.ShareAsync(["paused:found"]);
                done++;
            }

            if (once)
            {
                await run.OnceAsync("post", PostAsync);
                return "";
            }

            return await run.StepAsync("post", async step =>
            {
                await PostAsync(step);
                return "";
            });
        }));
        await engine.Scopes.HoldAsync("paused:found", "Connection found is paused.", _ => Task.CompletedTask, Cancellation);

        var id = await engine.RunAsync("scripted", "a");
        var held = await engine.ReachAsync(id, RunState.Waiting);
        await engine.Scopes.LiftAsync(["paused:found"], _ => Task.CompletedTask, Cancellation);
        var ended = await engine.Runs.WaitAsync(id, Cancellation);

        Assert.Equal("Held up: Connection found is paused.", held.Summary.Why);
        Assert.Empty(held.Steps.Single().FailedAttempts);
        Assert.Equal((RunState.Succeeded, 1, 1), (ended.Summary.State, done, ended.Steps.Single().Attempts));
    }

    [Fact]
    public async Task New_credentials_let_all_go_on_that_asked_for_them_or_waited_for_it()
    {
        var dead = true;
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "post", async step =>
            {
                var posted = await PostAsync(input, step, Shared);
                return dead ? throw new FaultException(new Fault(FaultKind.Auth, "The token is dead.", "connection:main")) : posted;
            })));
        var first = await engine.RunAsync("scripted", "first", "first");
        await engine.ReachAsync(first, RunState.NeedsAttention);
        var second = await engine.RunAsync("scripted", "second", "second");
        await engine.ReachAsync(second, RunState.Waiting);

        await engine.Scopes.LiftAsync(["connection:other"], _ => Task.CompletedTask, Cancellation);
        Assert.Equal(RunState.NeedsAttention, (await engine.Runs.FindAsync(first, Cancellation))!.Summary.State);
        dead = false;
        await engine.Scopes.LiftAsync(["connection:main"], _ => Task.CompletedTask, Cancellation);

        await engine.ReachAsync(first, RunState.Succeeded);
        await engine.ReachAsync(second, RunState.Succeeded);
    }

    [Fact]
    public async Task A_lift_ends_no_pause_of_the_same_connection()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync("post", step => PostAsync(input, step, Shared))));
        await engine.Scopes.HoldAsync("paused:main", "Paused.", _ => Task.CompletedTask, Cancellation);
        var run = await engine.RunAsync("scripted", "a", "a");
        await engine.ReachAsync(run, RunState.Waiting);

        await engine.Scopes.LiftAsync(["connection:main"], _ => Task.CompletedTask, Cancellation);

        Assert.Equal("paused:main", Assert.Single(await engine.Scopes.ListAsync(Cancellation)).Scope);
        Assert.Equal(RunState.Waiting, (await engine.Runs.FindAsync(run, Cancellation))!.Summary.State);
    }

    [Fact]
    public async Task What_is_held_up_gives_its_place_back_to_others()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync(
            "post", step => PostAsync(input, step, input == "held" ? ["paused:main"] : []), new StepOptions { Limit = new ResourceLimit("page:1") })));
        await engine.Scopes.HoldAsync("paused:main", "Paused.", _ => Task.CompletedTask, Cancellation);

        var held = await engine.RunAsync("scripted", "held", "held");
        await engine.ReachAsync(held, RunState.Waiting);
        await engine.ReachAsync(await engine.RunAsync("scripted", "other", "other"), RunState.Succeeded);
        await engine.Scopes.LiftAsync(["paused:main"], _ => Task.CompletedTask, Cancellation);

        await engine.ReachAsync(held, RunState.Succeeded);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("checkpoint")]
    [InlineData("writes")]
    public async Task A_step_that_happens_once_takes_nothing_more_when_it_may_have_happened(string how)
    {
        var done = 0;
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.OnceAsync("post", async step =>
            {
                await step.ShareAsync(["paused:first"]);
                done++;
                await (how switch
                {
                    "key" => Task.FromResult(step.IdempotencyKey),
                    "checkpoint" => step.SaveCheckpointAsync("sent to the first"),
                    _ => Note(() => step.Commit(_ => Task.CompletedTask)),
                });
                await step.ShareAsync(["paused:second"]);
            });
            return "";
        }));
        await engine.Scopes.HoldAsync("paused:second", "Paused.", _ => Task.CompletedTask, Cancellation);

        var asked = await engine.ReachAsync(await engine.RunAsync("scripted", "a"), RunState.NeedsAttention);

        Assert.Equal((AttentionReason.Decision, 1), (asked.Summary.Attention, done));
    }

    private static readonly string[] Shared = ["paused:main", "connection:main"];

    private static async Task<string> PostAsync(string? input, IStep step, string[] scopes)
    {
        await step.ShareAsync(scopes);
        return input ?? "";
    }

    private static Task Note(Action note)
    {
        note();
        return Task.CompletedTask;
    }

    private static async Task WaitsAsync(EngineHarness engine, RunId id, string why)
    {
        for (var run = await engine.Runs.FindAsync(id, Cancellation); run!.Summary.Why != why; run = await engine.Runs.FindAsync(id, Cancellation))
        {
            Assert.True(run.Summary.State != RunState.NeedsAttention, run.Summary.Why);
            await Task.Yield();
        }
    }
}
