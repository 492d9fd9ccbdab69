using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>The counts that are kept agree with the runs, whatever happened to them.</summary>
public abstract class CountContract(EngineStore store)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_agree_with_the_runs_after_work_of_all_kinds_crashes_replays_archive_and_purge()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(WorkAsync));
        var random = new Random(20260504);
        var runs = new List<RunId>();
        foreach (var i in Enumerable.Range(0, 60))
        {
            var kind = new[] { "ends", "fails", "asks", "waits", "later" }[random.Next(5)];
            var options = new StartOptions { NotBefore = kind == "later" ? engine.Clock.GetUtcNow() + Day : null };
            runs.AddRange((await engine.Runs.StartManyAsync([RunStart.Of("scripted", $"{i / 2}", kind, options)], _ => Task.CompletedTask, Cancellation)).Select(one => one.Id));
        }

        await SettleAsync(engine);
        await AssertAgreeAsync(engine);
        foreach (var id in runs.Distinct())
        {
            _ = random.Next(4) switch
            {
                0 => (await engine.Runs.CancelAsync(id, "Off.", Cancellation)).Moved,
                1 => (await engine.Runs.RetryAsync(id, Cancellation)).Moved,
                2 => (await engine.Runs.ReplayAsync(id, "only", new ReplayOptions(), Cancellation)).Moved,
                _ => false,
            };
        }

        await SettleAsync(engine);
        await AssertAgreeAsync(engine);
        await engine.LeaveAsCrashedAsync(runs[0]);
        await engine.StopAsync();
        await engine.StartAsync();
        engine.Clock.Advance(Day * 2);
        await SettleAsync(engine);
        await AssertAgreeAsync(engine);
        await engine.Operations.ArchiveAsync(TimeSpan.FromHours(1), Cancellation);
        engine.Clock.Advance(Day * 40);
        await SettleAsync(engine);
        var purged = await engine.Operations.PurgeAsync(Day, Cancellation);

        Assert.NotEqual(0, purged.Removed);
        await AssertAgreeAsync(engine);
    }

    private static Task<string> WorkAsync(string? input, IRun run) => run.StepAsync<string>("only", _ => input switch
    {
        "fails" => throw FaultException.Permanent("The file is empty."),
        "asks" => throw new FaultException(new Fault(FaultKind.Auth, "The token is refused.", Scope: "page")),
        "waits" => throw new FaultException(new Fault(FaultKind.Transient, "Not now.")),
        _ => Task.FromResult(input!),
    });

    // Nothing is ready, at work or overdue, so that nothing moves until the clock does.
    private static Task SettleAsync(EngineHarness engine) => Contracts.Time.Eventually.TrueAsync(
        async () => await engine.Database.ReadAsync(
            session => session.FindAsync<long>(
                "SELECT COUNT(*) FROM run WHERE state < 2 OR (state < 4 AND due_ms <= @now)", new { now = engine.Clock.GetUtcNow() }),
            Cancellation) == 0,
        "all runs have settled", Cancellation);

    private static async Task AssertAgreeAsync(EngineHarness engine)
    {
        var counted = await engine.Runs.CountAsync(Cancellation);
        var rows = await engine.Database.ReadAsync(
            session => session.QueryAsync<(RunState State, long Count)>("SELECT state, COUNT(*) FROM run GROUP BY state ORDER BY state"), Cancellation);
        Assert.Equal(rows, counted.Where(one => one.Value != 0).OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        foreach (var (state, count) in rows)
        {
            Assert.Equal(count, await engine.Runs.CountAsync("scripted", state, Cancellation));
            Assert.Equal(0, await engine.Runs.CountAsync("other", state, Cancellation));
        }
    }
}
