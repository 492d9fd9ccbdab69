using Reelway.Storage;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class StepContract(EngineStore store)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_steps_own_writes_are_one_transaction_with_its_outcome()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.StepAsync("table", step =>
            {
                step.Commit(session => session.ExecuteAsync("CREATE TABLE talk(title TEXT PRIMARY KEY)"));
                return Task.CompletedTask;
            });
            return await run.StepAsync("claim", step =>
            {
                step.Commit(session => session.ExecuteAsync("INSERT INTO talk(title) VALUES('A')"));
                step.Commit(_ => throw FaultException.Permanent("Somebody else has it."));
                return Task.FromResult("claimed");
            });
        }));

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal((RunState.Failed, "Somebody else has it."), (run.Summary.State, run.Summary.Why));
        Assert.Equal(0, await engine.Database.ReadAsync(session => session.FindAsync<long>("SELECT COUNT(*) FROM talk"), Cancellation));
    }

    [Fact]
    public async Task Rows_of_many_steps_are_written_with_their_outcomes_and_one_that_cannot_be_written_fails_its_own_step_alone()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => run.StepAsync("claim", async step =>
        {
            await recorder.HoldAsync("together", step.Cancellation);
            step.Commit(Claims.Bulk, input!);
            return input == "refused late" ? throw FaultException.Permanent("No.") : "claimed";
        })));
        await engine.Database.WriteAsync(session => session.ExecuteAsync("CREATE TABLE claim(title TEXT PRIMARY KEY)"), Cancellation);
        var runs = new List<RunId>();
        foreach (var title in Enumerable.Range(0, 20).Select(i => $"talk {i:00}").Append(Claims.Taken).Append("refused late"))
        {
            runs.Add(await engine.RunAsync("scripted", title, title));
        }

        recorder.Open("together");
        var ended = await Task.WhenAll(runs.Select(run => engine.Runs.WaitAsync(run, Cancellation)));

        Assert.Equal([(RunState.Failed, "Somebody else has it."), (RunState.Failed, "No.")], ended[^2..].Select(run => (run.Summary.State, run.Summary.Why)));
        Assert.All(ended[..^2], run => Assert.Equal(RunState.Succeeded, run.Summary.State));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"talk {i:00}"),
            await engine.Database.ReadAsync(session => session.QueryAsync<string>("SELECT title FROM claim ORDER BY title"), Cancellation));
    }

    [Fact]
    public async Task A_failed_attempts_writes_are_never_made()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync<string>("claim", step =>
        {
            step.Commit(session => session.ExecuteAsync("CREATE TABLE left_over(x INTEGER)"));
            throw FaultException.Permanent("No.");
        })));

        await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.False(await engine.HasTableAsync("left_over"));
    }

    [Fact]
    public async Task A_checkpoint_is_found_by_the_next_attempt_even_in_another_process()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("upload", async step =>
        {
            var from = step.Checkpoint<int?>() ?? 0;
            recorder.Add($"from {from}");
            if (from == 0)
            {
                await step.SaveCheckpointAsync(1048576);
                await recorder.HoldAsync("gate", step.Cancellation);
            }

            return from;
        }).ContinueInFlow(from => $"{from}")));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");
        await engine.StopAsync(patient: false);

        await engine.StartAsync();

        Assert.Equal("1048576", (await engine.ReachAsync(id, RunState.Succeeded)).Output!.Value.GetString());
        Assert.Equal(["from 0", "from 1048576"], recorder.Done);
    }

    [Fact]
    public async Task Progress_and_log_are_seen_while_the_step_runs()
    {
        var recorder = new Recorder();
        await using var engine = await EngineHarness.StartAsync(store, Scripted((_, run) => run.StepAsync("cut", async step =>
        {
            step.Report(0.5, "encoding");
            step.Report(0.25);
            step.Report(double.NaN);
            step.Log(RunLogLevel.Warning, "The sheet is 3 hours old.");
            await recorder.HoldAsync("gate", step.Cancellation);
            return "done";
        })));
        var id = await engine.RunAsync("scripted", "a");
        await recorder.ReachedAsync("gate");

        var running = (await engine.Runs.FindAsync(id, Cancellation))!;
        recorder.Open("gate");
        await engine.ReachAsync(id, RunState.Succeeded);
        var log = await engine.Runs.LogAsync(id, afterId: 0, limit: 10, Cancellation);

        Assert.Equal((RunState.Running, "cut", 0.5), (running.Summary.State, running.Summary.CurrentStep, running.Summary.Progress!.Value));
        Assert.Equal((StepState.Running, "encoding"), (running.Steps.Single().State, running.Steps.Single().ProgressText));
        Assert.Equal([(RunLogLevel.Warning, "The sheet is 3 hours old.")], log.Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public async Task A_skipped_step_says_why()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(async (_, run) =>
        {
            await run.SkipAsync("mail", "Kim has no address.");
            return "done";
        }));

        var run = await engine.Runs.WaitAsync(await engine.RunAsync("scripted", "a"), Cancellation);

        Assert.Equal((StepState.Skipped, "Kim has no address."), (run.Steps.Single().State, run.Steps.Single().Sentence));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages_and_found_by_state_key_and_text()
    {
        await using var engine = await EngineHarness.StartAsync(store,
            Scripted((input, run) => run.StepAsync("only", _ => input == "bad" ? throw FaultException.Permanent("100% broken_file") : Task.FromResult("done"))));
        var ids = new List<RunId>();
        foreach (var input in new[] { "good", "bad", "good" })
        {
            ids.Add(await engine.RunAsync("scripted", $"talk {ids.Count}", input));
            await engine.Runs.WaitAsync(ids[^1], Cancellation);
        }

        var first = await engine.Runs.ListAsync(new RunQuery(Limit: 2), Cancellation);
        var second = await engine.Runs.ListAsync(new RunQuery(Limit: 2, Before: first.Next), Cancellation);
        var failed = await engine.Runs.ListAsync(new RunQuery(States: [RunState.Failed, RunState.Partial]), Cancellation);
        var counts = await engine.Runs.CountAsync(Cancellation);

        Assert.Equal([ids[2], ids[1]], first.Items.Select(run => run.Id));
        Assert.Equal([ids[0]], second.Items.Select(run => run.Id));
        Assert.Null(second.Next);
        Assert.Equal([ids[1]], failed.Items.Select(run => run.Id));
        Assert.Equal((2, 1, 0), (counts[RunState.Succeeded], counts[RunState.Failed], counts[RunState.Queued]));
        Assert.Equal([ids[1]], await FoundAsync("0% broken_"));
        Assert.Equal([ids[0]], await FoundAsync("talk 0"));
        Assert.Equal([ids[2]], await FoundAsync(ids[2].ToString()));
        Assert.Empty(await FoundAsync("%%"));

        async Task<IEnumerable<RunId>> FoundAsync(string text)
            => (await engine.Runs.ListAsync(new RunQuery(Text: text), Cancellation)).Items.Select(run => run.Id);
    }

    /// <summary>Claims of talks, all of a group at once.</summary>
    private sealed class Claims : IBulkWrite<string, bool>
    {
        public const string Taken = "taken";

        public static Claims Bulk { get; } = new();

        public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<string> rows)
        {
            foreach (var title in rows)
            {
                await session.ExecuteAsync("INSERT INTO claim(title) VALUES(@title)", new { title });
            }

            return rows.Contains(Taken) ? throw FaultException.Permanent("Somebody else has it.") : new bool[rows.Count];
        }
    }
}

internal static class FlowContinuations
{
    public static async Task<TResult> ContinueInFlow<T, TResult>(this Task<T> step, Func<T, TResult> then) => then(await step);
}
