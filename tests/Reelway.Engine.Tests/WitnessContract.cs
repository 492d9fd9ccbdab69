using Microsoft.Extensions.DependencyInjection;
using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>Runs that fail or stop for a person are seen in the transaction that says so.</summary>
public abstract class WitnessContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_fails_or_needs_a_person_is_seen_once_each_time_and_one_that_succeeds_never()
    {
        await using var engine = await StartAsync();
        var asks = await engine.RunAsync("scripted", "asks", "asks");
        await engine.ReachAsync(await engine.RunAsync("scripted", "works", "works"), RunState.Succeeded);
        await engine.ReachAsync(await engine.RunAsync("scripted", "half", "half"), RunState.Partial);
        await engine.ReachAsync(await engine.RunAsync("scripted", "fails", "fails"), RunState.Failed);
        await engine.ReachAsync(asks, RunState.NeedsAttention);
        Assert.Equal(
            ["asks needs-attention MissingData 1 Fetch it. Supply what is missing, then retry.", "fails failed - 1 It is broken.", "half partial - 1 Not all of it."], await SeenAsync(engine));

        await engine.Runs.RetryAsync(asks, Cancellation);
        await Contracts.Time.Eventually.TrueAsync(async () => (await SeenAsync(engine)).Count == 4, "the second time it asks", Cancellation);

        Assert.Contains("asks needs-attention MissingData 2 Fetch it. Supply what is missing, then retry.", await SeenAsync(engine));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_seen_once_whether_or_not_it_has_begun()
    {
        await using var engine = await StartAsync();
        var later = await engine.Runs.StartAsync("scripted", "later", "works", new StartOptions(TimeProvider.System.GetUtcNow().AddDays(1)), also: null, Cancellation);
        var asks = await engine.RunAsync("scripted", "asks", "asks");
        await engine.ReachAsync(asks, RunState.NeedsAttention);

        foreach (var run in new[] { later.Id, asks, later.Id })
        {
            await engine.Runs.CancelAsync(run, "not wanted", Cancellation);
        }

        await engine.ReachAsync(asks, RunState.Cancelled);
        Assert.Equal(["asks cancelled", "later cancelled"], (await SeenAsync(engine)).Select(line => string.Join(' ', line.Split(' ')[..2])).Where(line => line.EndsWith("cancelled", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_whose_process_died_too_often_is_seen_as_a_dead_letter()
    {
        await using var engine = await StartAsync(new EngineOptions { MaxCrashes = 1 }, working: false);
        var run = await engine.RunAsync("scripted", "dies", "works");
        await engine.LeaveAsCrashedAsync(run);
        await engine.StopAsync();

        await engine.StartAsync();

        await engine.ReachAsync(run, RunState.Failed);
        Assert.Equal(["dies failed dead 0 The process has died 1 times while working on this run. Look at its log, then retry it."], await SeenAsync(engine));
    }

    private async Task<EngineHarness> StartAsync(EngineOptions? options = null, bool working = true)
    {
        var engine = await EngineHarness.StartAsync(
            store,
            services =>
            {
                Scripted(Ending)(services);
                services.AddSingleton<IRunWitness, NotebookStore>();
            },
            options, working);
        await engine.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE IF NOT EXISTS seen(line TEXT PRIMARY KEY)"), Cancellation);
        return engine;
    }

    private static async Task<IReadOnlyList<string>> SeenAsync(EngineHarness engine)
        => [.. (await engine.Database.ReadAsync(session => session.QueryAsync<string>("SELECT line FROM seen"), Cancellation)).Order(StringComparer.Ordinal)];

    private static async Task<string> Ending(string? input, IRun run)
    {
        switch (input)
        {
            case "fails":
                await run.StepAsync("step", _ => Task.FromException(FaultException.Permanent("It is broken.")));
                break;
            case "asks":
                await run.StepAsync("step", _ => Task.FromException(FaultException.Missing("Fetch it.")));
                break;
            case "half":
                run.MarkPartial("Not all of it.");
                break;
        }

        return input!;
    }

    private sealed class NotebookStore : IRunWitness
    {
        public Task SeeAsync(IDbSession session, RunFact fact) => session.ExecuteAsync(
            "INSERT INTO seen(line) VALUES(@line)",
            new { line = $"{fact.Key} {fact.State.Name()} {(fact.DeadLetter ? "dead" : fact.Attention?.ToString() ?? "-")} {fact.Epoch} {fact.Sentence}" });
    }
}
