namespace Reelway.Engine.Tests.Telemetry;

public sealed class EngineMeterTests
{
    private static readonly StepOptions AtOnce = new() { Retry = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero) };

    [Fact]
    public async Task Attempts_faults_and_ends_are_counted_and_replayed_steps_are_not()
    {
        using var measured = new Measured(EngineTelemetry.Name, scope: null);
        var tries = 0;
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), MeteredFlow.With(async (_, run) =>
        {
            await run.StepAsync("first", _ => Task.CompletedTask);
            await run.StepAsync("second", _ => ++tries < 3 ? throw new FaultException(new Fault(FaultKind.Transient, "Not yet.")) : Task.CompletedTask, AtOnce);
            await run.StepAsync("third", _ => throw new FaultException(new Fault(FaultKind.Permanent, "Never.")));
            return "";
        }));

        var id = await engine.RunAsync(MeteredFlow.Name, "one");
        await engine.RunAsync(MeteredFlow.Name, "one");
        await engine.ReachAsync(id, RunState.Failed);

        const string Flow = $"flow={MeteredFlow.Name}";
        Assert.Equal([1], measured.Of($"reelway.runs.started {Flow}"));
        Assert.Equal([1], measured.Of($"reelway.runs.ended {Flow} state=failed"));
        Assert.Single(measured.Of($"reelway.step.duration {Flow} step=first outcome=succeeded"));
        Assert.Equal(2, measured.Of($"reelway.step.duration {Flow} step=second outcome=waiting").Count);
        Assert.Single(measured.Of($"reelway.step.duration {Flow} step=second outcome=succeeded"));
        Assert.Single(measured.Of($"reelway.step.duration {Flow} step=third outcome=failed"));
        Assert.Equal([1, 1], measured.Of($"reelway.step.faults {Flow} kind=transient again=True"));
        Assert.Equal([1], measured.Of($"reelway.step.faults {Flow} kind=permanent again=False"));
        Assert.NotEmpty(measured.Of("reelway.claim.duration"));
    }

    [Fact]
    public async Task A_step_is_measured_by_its_kind_and_never_by_whom_it_is_about()
    {
        using var measured = new Measured(EngineTelemetry.Name, scope: null);
        string[] steps = ["mail:ada@example.org", "mail:bo@example.org", "page-17", "look-up", "Ada Example", "ada@example.org", "ada", "step12b", "straße", "a.b", ":x", new string('a', 200)];
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), MeteredFlow.With(async (_, run) =>
        {
            foreach (var step in steps)
            {
                await run.StepAsync(step, _ => Task.CompletedTask);
            }

            return "";
        }));

        await engine.ReachAsync(await engine.RunAsync(MeteredFlow.Name, "labels"), RunState.Succeeded);

        const string Before = $"reelway.step.duration flow={MeteredFlow.Name} step=";
        var labels = measured.All.Where(each => each.Key.StartsWith(Before, StringComparison.Ordinal)).Select(each => each.Key[Before.Length..].Split(' ')[0]).ToHashSet();
        Assert.Superset(new HashSet<string> { "mail", "page", "look-up", "ada", "step", "other" }, labels);
        Assert.All(labels, label => Assert.Matches("^[a-z-]{1,40}$", label));
    }

    [Fact]
    public async Task A_timer_tells_how_late_it_was()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), MeteredFlow.With(async (_, run) =>
        {
            await run.DelayAsync("nap", TimeSpan.FromMinutes(5));
            return "";
        }));
        var id = await engine.RunAsync(MeteredFlow.Name, "nap");
        await engine.ReachAsync(id, RunState.Waiting);
        using var measured = new Measured(EngineTelemetry.Name, scope: null);

        engine.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(7));
        await engine.ReachAsync(id, RunState.Succeeded);

        Assert.Contains(measured.Of("reelway.timer.lateness"), late => late is >= 6.9 and < 8);
    }
}
