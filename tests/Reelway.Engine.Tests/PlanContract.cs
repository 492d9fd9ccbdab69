using System.Text.RegularExpressions;
using Reelway.Engine.Stores;
using Reelway.Engine.Telemetry;
using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>With many runs stored, nothing that the engine asks reads all of them.</summary>
public abstract partial class PlanContract(EngineStore store)
{
    private const string Numbers = "WITH RECURSIVE numbers(n) AS (SELECT CAST(@from AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < @last)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_reads_all_runs()
    {
        var explaining = new ExplainingStore(store);
        await using var engine = await EngineHarness.StartAsync(explaining, Scripted((input, run) => run.StepAsync("only", _ => Task.FromResult(input!))));
        await SeedAsync(engine, 1, 40_000, RunState.Succeeded);
        await SeedAsync(engine, 50_001, 53_000, RunState.Waiting);
        await SeedAsync(engine, 60_001, 60_020, RunState.Failed);
        await SeedAsync(engine, 60_021, 60_040, RunState.NeedsAttention);
        await engine.StopAsync();
        explaining.Explains = true;
        await engine.StartAsync();

        var later = engine.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await engine.Runs.StartAsync("scripted", "later", "later", new StartOptions { NotBefore = later }, also: null, Cancellation);
        await engine.Runs.MoveStartAsync("scripted", "later", later, also: null, Cancellation);
        await engine.Runs.CancelStartsAsync("scripted", ["later", "never"], "Off.", also: null, Cancellation);
        await engine.Runs.CountAsync(Cancellation);
        await engine.Runs.CountAsync("scripted", RunState.Waiting, Cancellation);
        await engine.Runs.CountNeedingPersonAsync(Cancellation);
        foreach (var query in new[]
        {
            new RunQuery(Flow: "scripted"), new RunQuery(DeadLetters: true), new RunQuery(NeedsPerson: true), new RunQuery([RunState.Running]),
            new RunQuery([RunState.Waiting]), new RunQuery([RunState.Failed, RunState.NeedsAttention]), new RunQuery(Parent: new RunId(1)),
        })
        {
            await engine.Runs.ListAsync(query, Cancellation);
        }

        await engine.Runs.WorkersAsync(Cancellation);
        await new WorkerStore(engine.Database).OpenFlowsAsync(Cancellation);
        await engine.Database.ReadAsync(session => StoreLevelReader.ReadAsync(session, 0), Cancellation);
        var id = (await engine.Runs.StartManyAsync([RunStart.Of("scripted", "now", "now")], _ => Task.CompletedTask, Cancellation))[0].Id;
        await engine.ReachAsync(id, RunState.Succeeded);
        await engine.Operations.ArchiveAsync(TimeSpan.FromDays(1), Cancellation);
        await engine.Operations.PurgeAsync(TimeSpan.FromDays(1), Cancellation);

        Assert.True(ReadsAll("SCAN run USING COVERING INDEX run_key") && ReadsAll("Sort; -> Seq Scan on run"), "A plan that reads all runs is known by its words.");
        Assert.True(explaining.Plans.Count > 60, $"{explaining.Plans.Count} statements were explained.");
        var found = explaining.Plans.Where(plan => ReadsAll(plan.Plan)).DistinctBy(plan => plan.Sql)
            .Select(plan => $"{plan.Plan[..Math.Min(1000, plan.Plan.Length)]} <= {plan.Sql}").ToList();
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static bool ReadsAll(string plan) => SqliteScan().IsMatch(plan) || PostgresScan().IsMatch(plan);

    // As the engine would have left them, long ago.
    private static async Task SeedAsync(EngineHarness engine, long from, long last, RunState state)
    {
        var parameters = new { from, last, state, due = state == RunState.Waiting ? 9_000_000_000_000 : (long?)null, ended = state.HasEnded() ? 1 : (long?)null };
        await engine.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, due_ms, ready_ms, created_ms, updated_ms, ended_ms)
                    {Numbers} SELECT n, 'scripted', 1, 'seed ' || n, '', 'default', @state, @due, 0, 0, 0, @ended FROM numbers
                    """,
                    parameters);
                await session.ExecuteAsync($"INSERT INTO run_data(run_id, input) {Numbers} SELECT n, 'null' FROM numbers", parameters);
                if (session.Dialect == SqlDialect.Postgres)
                {
                    await session.ExecuteAsync("ANALYZE run; ANALYZE run_data");
                }
            },
            Cancellation);
    }

    // The indexes of few runs may be read from end to end.
    [GeneratedRegex(@"\bSCAN (run|run_data|run_data_archive|step|open_step|signal|run_log|parent|child|sibling)(?! USING (COVERING )?INDEX run_(owned|ready|wake|odd))\b(?!_)")]
    private static partial Regex SqliteScan();

    // Rows whose ids are all given may be found either way while the table is small; in a large one the key is cheaper.
    [GeneratedRegex(@"Seq Scan on (run|run_data)\b(?!_)(?!; Filter: \(run_id = ANY \('\{)")]
    private static partial Regex PostgresScan();
}
