using System.Text.Json;
using Reelway.Engine.Stores;
using Reelway.Storage;
using static Reelway.Engine.Tests.ChildFlows;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

public abstract class ArchiveContract(EngineStore store)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archived_run_leaves_the_hot_tables_and_is_shown_as_before()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Cutting));
        var id = await engine.RunAsync("scripted", "a", "talk");
        var before = await engine.ReachAsync(id, RunState.Succeeded);
        await engine.Runs.ReplayAsync(id, "cut", new ReplayOptions(Resend: true), Cancellation);
        before = await engine.ReachAsync(id, RunState.Succeeded);
        var log = await engine.Runs.LogAsync(id, 0, 100, Cancellation);
        var journal = await engine.Operations.RecordAsync(id, Cancellation);

        engine.Clock.Advance(Week * 2);
        var archived = await engine.Operations.ArchiveAsync(Week, Cancellation);

        Assert.Equal(1, archived);
        Assert.Equal(0, await RowsAsync(engine, table => table));
        Assert.NotEmpty(before.Steps);
        Assert.NotEmpty(log);
        Assert.Equal(Text(before), Text(await engine.Runs.FindAsync(id, Cancellation)));
        Assert.Equal(log, await engine.Runs.LogAsync(id, 0, 100, Cancellation));
        Assert.Equal(Text(journal), Text(await engine.Operations.RecordAsync(id, Cancellation)));
        Assert.Equal(id, Assert.Single((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items).Id);
        Assert.Equal(0, await engine.Operations.ArchiveAsync(Week, Cancellation));
    }

    [Fact]
    public async Task An_archived_run_is_only_read_and_its_key_starts_no_other()
    {
        await using var engine = await EngineHarness.StartAsync(
            store, Scripted((_, run) => run.StepAsync<string>("cut", _ => throw FaultException.Permanent("The file is empty."))));
        var id = await engine.RunAsync("scripted", "a", "talk");
        await engine.ReachAsync(id, RunState.Failed);
        engine.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await engine.Operations.ArchiveAsync(TimeSpan.FromHours(1), Cancellation));

        var retried = await engine.Runs.RetryAsync(id, Cancellation);
        var replayed = await engine.Runs.ReplayAsync(id, "cut", new ReplayOptions(), Cancellation);
        var again = await engine.Runs.StartAsync("scripted", "a", "talk", Cancellation);

        Assert.Equal((false, false), (retried.Moved, replayed.Moved));
        Assert.StartsWith("It is archived and can only be read.", retried.Sentence, StringComparison.Ordinal);
        Assert.Equal(retried.Sentence, replayed.Sentence);
        Assert.Equal(new StartedRun(id, Created: false, InputDiffers: false), again);
    }

    [Fact]
    public async Task Young_open_and_dead_runs_stay()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted((input, run) => input switch
        {
            "waits" => run.StepAsync<string>("wait", _ => throw new FaultException(new Fault(FaultKind.Auth, "The token is refused.", Scope: "page"))),
            "dies" => run.StepAsync<string>("die", _ => throw new FaultException(new Fault(FaultKind.Transient, "Not now.")), new StepOptions { Retry = new RetryPolicy(1, Week, Week) }),
            _ => Cutting(input, run),
        }));
        var waiting = await engine.RunAsync("scripted", "a", "waits");
        var dead = await engine.RunAsync("scripted", "b", "dies");
        await engine.ReachAsync(waiting, RunState.NeedsAttention);
        Assert.True((await engine.ReachAsync(dead, RunState.Failed)).Summary.DeadLetter);
        engine.Clock.Advance(TimeSpan.FromDays(8));
        await engine.ReachAsync(await engine.RunAsync("scripted", "c"), RunState.Succeeded);

        Assert.Equal(0, await engine.Operations.ArchiveAsync(Week, Cancellation));
        Assert.True((await engine.Operations.DropAsync(dead, "Withdrawn.", Cancellation)).Moved);
        Assert.Equal(1, await engine.Operations.ArchiveAsync(Week, Cancellation));
        Assert.Equal("Not now.", Assert.Single((await engine.Runs.FindAsync(dead, Cancellation))!.Steps).Sentence);
    }

    [Fact]
    public async Task A_parent_that_is_replayed_reads_the_results_of_archived_children()
    {
        await using var engine = await EngineHarness.StartAsync(store, WithChildren(Posting, (page, _) => Task.FromResult($"posted-{page}")));
        var parent = await engine.RunAsync("scripted", "a", "left,right");
        var done = await engine.ReachAsync(parent, RunState.Succeeded);

        // As if the parent had ended a week after its children.
        await engine.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE run SET ended_ms = ended_ms + 604800000 WHERE id = @Value", new { parent.Value }), Cancellation);
        engine.Clock.Advance(TimeSpan.FromDays(1));
        var archived = await engine.Operations.ArchiveAsync(TimeSpan.FromHours(1), Cancellation);
        await engine.Runs.ReplayAsync(parent, "post", new ReplayOptions(), Cancellation);
        var again = await engine.ReachAsync(parent, RunState.Succeeded);

        Assert.Equal(2, archived);
        Assert.Equal("posted-left posted-right", again.Output!.Value.GetString());
        Assert.Equal(done.Output!.Value.GetString(), again.Output!.Value.GetString());
    }

    [Fact]
    public async Task More_runs_than_a_batch_are_archived_and_purged()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Cutting), working: false);
        var runs = RunStore.BatchSize + 1;
        for (var i = 0; i < runs; i++)
        {
            await engine.Runs.CancelAsync(await engine.RunAsync("scripted", $"{i}"), "Not needed.", Cancellation);
        }

        engine.Clock.Advance(Week);
        Assert.Equal(runs, await engine.Operations.ArchiveAsync(TimeSpan.FromDays(1), Cancellation));
        Assert.Equal(new PurgeResult(0, runs), await engine.Operations.PurgeAsync(TimeSpan.FromDays(1), Cancellation));
        Assert.Equal((0, 0), (await RowsAsync(engine, table => table), await RowsAsync(engine, table => $"{table}_archive")));

        engine.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(new PurgeResult(runs, 0), await engine.Operations.PurgeAsync(TimeSpan.FromDays(1), Cancellation));
        Assert.Empty((await engine.Runs.ListAsync(new RunQuery(), Cancellation)).Items);
    }

    [Fact]
    public async Task Every_column_is_moved()
    {
        await using var engine = await EngineHarness.StartAsync(store, Scripted(Cutting), working: false);
        foreach (var (table, columns) in ArchivedTables.All)
        {
            var named = columns.Split(", ").Order(StringComparer.Ordinal);
            Assert.Equal(named, await ColumnsAsync(engine, table));
            Assert.Equal(named, await ColumnsAsync(engine, $"{table}_archive"));
        }
    }

    private static async Task<string> Cutting(string? input, IRun run)
    {
        var file = await run.StepAsync("cut", _ => Task.FromResult($"{input}.mp4"));
        await run.OnceAsync("mail", _ => Task.CompletedTask);
        return file;
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value);

    private static async Task<long> RowsAsync(EngineHarness engine, Func<string, string> name)
    {
        var counts = string.Join(" + ", ArchivedTables.All.Select(table => $"(SELECT COUNT(*) FROM {name(table.Name)})"));
        return await engine.Database.ReadAsync(session => session.FindAsync<long>($"SELECT {counts}"), Cancellation);
    }

    private static async Task<IEnumerable<string>> ColumnsAsync(EngineHarness engine, string table)
        => (await engine.Database.ReadAsync(
            session => session.QueryAsync<string>(
                session.Dialect == SqlDialect.Sqlite
                    ? "SELECT name FROM pragma_table_info(@table)"
                    : "SELECT column_name FROM information_schema.columns WHERE table_name = @table",
                new { table }),
            Cancellation)).Order(StringComparer.Ordinal);
}
