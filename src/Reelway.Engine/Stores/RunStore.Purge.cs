using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>How long a key is known after its run's end: senders repeat their events for up to this long.</summary>
    private static readonly TimeSpan KeysStay = TimeSpan.FromDays(30);

    private static readonly string[] RunTables = ["slot", .. ArchivedTables.All.SelectMany(table => new[] { table.Name, $"{table.Name}_archive" })];

    // An open parent reads its children's results once more when it is replayed. Looked up one by one: PostgreSQL may answer NOT EXISTS by reading all runs.
    private const string Ended =
        $"{States.Ended} AND ended_ms < @before AND COALESCE((SELECT state FROM run AS parent WHERE parent.id = run.parent_id), {States.Succeeded}) >= {States.Succeeded}";

    /// <summary>Removes what ended runs did, and those runs whose keys need no longer be known.</summary>
    public async Task<PurgeResult> PurgeAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var now = NowMs;
        var before = now - (long)olderThan.TotalMilliseconds;
        var removed = await OfEndedAsync("run", "id", "1 = 1", Math.Min(before, now - (long)KeysStay.TotalMilliseconds), RemoveBatchAsync, cancellation);
        var emptied = await OfEndedAsync("run", "id", HasMore, before, EmptyBatchAsync, cancellation);
        return new PurgeResult(removed, emptied);
    }

    /// <summary>Takes a failed run out of the dead letters.</summary>
    public Task<MoveResult> DropAsync(RunId id, string reason, MoveResult notDead, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                if (await session.ExecuteAsync($"UPDATE run SET dead_letter = 0, aside_ms = @now WHERE id = @Id AND state = {States.Failed} AND dead_letter = 1", new { run.Id, now = NowMs }) == 0)
                {
                    return notDead;
                }

                await LogAsync(session, run.Id, RunLogLevel.Info, step: null, $"Taken out of the dead letters by hand: {reason}");
                return new MoveResult(Moved: true, "It stays failed, and is no longer a dead letter.");
            },
            cancellation);

    private const string HasMore =
        $"({Unarchived} OR (SELECT run_id FROM run_data_archive WHERE run_data_archive.run_id = run.id) IS NOT NULL)";

    /// <summary>Rows that one read looks at, and so how long it keeps the log of the database from being cleared.</summary>
    private const int Window = 2_000;

    /// <summary>Looks through a table in windows, and gives what ended before a time to a write, batch by batch; whatever has changed by then is left out.</summary>
    /// <remarks>SQLite's one writer has nothing to search, and on PostgreSQL no lock is held for long.</remarks>
    /// <param name="table">Where to look, and the name of the run's id there.</param>
    /// <returns>How many runs were written.</returns>
    private async Task<long> OfEndedAsync(
        string table, string id, string condition, long before, Func<IDbSession, IReadOnlyList<long>, Task> write, CancellationToken cancellation)
    {
        var total = 0L;
        for (long? after = 0; after is not null;)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = after.Value;
            (after, var found) = await database.ReadAsync(
                async session =>
                {
                    var last = await session.FindAsync<long?>(
                        $"SELECT MAX({id}) FROM (SELECT {id} FROM {table} WHERE {id} > @from ORDER BY {id} LIMIT @Window) AS looked", new { from, Window });
                    var ended = await session.QueryAsync<long>(
                        $"""
                        SELECT id FROM run WHERE id > @from AND id <= @last AND id IN (SELECT {id} FROM {table} WHERE {id} > @from AND {id} <= @last)
                          AND {condition} AND {Ended} ORDER BY id
                        """,
                        new { from, last, before });
                    return (last, ended);
                },
                cancellation);
            foreach (var batch in found.Chunk(BatchSize))
            {
                total += await database.WriteAsync(session => WriteEndedAsync(session, batch, condition, before, write), cancellation);
            }
        }

        return total;
    }

    private static async Task<int> WriteEndedAsync(
        IDbSession session, long[] found, string condition, long before, Func<IDbSession, IReadOnlyList<long>, Task> write)
    {
        var runs = await session.QueryAsync<long>(
            $"SELECT id FROM run WHERE id IN @found AND {condition} AND {Ended} ORDER BY id {SkipLocked(session)}", new { found, before });
        if (runs.Count > 0)
        {
            await write(session, runs);
        }

        return runs.Count;
    }

    private static async Task EmptyBatchAsync(IDbSession session, IReadOnlyList<long> runs)
    {
        foreach (var table in RunTables)
        {
            await session.ExecuteAsync($"DELETE FROM {table} WHERE run_id IN @runs", new { runs });
        }
    }

    private static async Task RemoveBatchAsync(IDbSession session, IReadOnlyList<long> runs)
    {
        await session.ExecuteAsync(
            "DELETE FROM signal WHERE (flow, key) IN (SELECT flow, key FROM run WHERE id IN @runs)", new { runs });
        await EmptyBatchAsync(session, runs);
        await session.ExecuteAsync("DELETE FROM run WHERE id IN @runs", new { runs });
    }
}
