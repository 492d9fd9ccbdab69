using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Moves what ended runs did out of the tables that open runs write to.</summary>
    /// <returns>How many runs were archived.</returns>
    public async Task<long> ArchiveAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var before = NowMs - (long)olderThan.TotalMilliseconds;
        var (total, after) = (0L, 0L);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = await database.WriteAsync(session => ArchiveBatchAsync(session, before, after), cancellation);
            total += batch.Moved;
            if (batch.Last is not { } last)
            {
                return total;
            }

            after = last;
        }
    }

    // Found by the table that archived runs have no row in, and each place of it is looked at once: what stays costs every batch nothing.
    // The join is crossed so that SQLite keeps its order.
    private static async Task<ArchivedBatch> ArchiveBatchAsync(IDbSession session, long before, long after)
    {
        var skipLocked = session.Dialect == SqlDialect.Postgres ? "FOR UPDATE OF run SKIP LOCKED" : "";
        var runs = await session.QueryAsync<long>(
            $"""
            SELECT run.id FROM run_data CROSS JOIN run
            WHERE run_data.run_id > @after AND run.id = run_data.run_id AND dead_letter = 0 AND {Ended}
            ORDER BY run_data.run_id LIMIT @BatchSize {skipLocked}
            """,
            new { before, after, BatchSize });
        if (runs.Count == 0)
        {
            return new ArchivedBatch(0, Last: null);
        }

        var moved = new List<int>();
        foreach (var (table, columns) in ArchivedTables.All)
        {
            moved.Add(await MoveAsync(session, table, columns, runs));
        }

        return new ArchivedBatch(moved[0], runs.Count < BatchSize ? null : runs[^1]);
    }

    // PostgreSQL moves in one statement, since a line may come into the log of a run that has ended: it must not be deleted unseen.
    private static async Task<int> MoveAsync(IDbSession session, string table, string columns, IReadOnlyList<long> runs)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            return await session.ExecuteAsync(
                $"""
                WITH moved AS (DELETE FROM {table} WHERE run_id IN @runs RETURNING {columns})
                INSERT INTO {table}_archive({columns}) SELECT {columns} FROM moved
                """,
                new { runs });
        }

        var moved = await session.ExecuteAsync(
            $"INSERT INTO {table}_archive({columns}) SELECT {columns} FROM {table} WHERE run_id IN @runs", new { runs });
        await session.ExecuteAsync($"DELETE FROM {table} WHERE run_id IN @runs", new { runs });
        return moved;
    }

    private static async Task<string?> RefusalOfPutAwayAsync(IDbSession session, RunHead run)
    {
        if (await session.FindAsync<long?>("SELECT run_id FROM run_data WHERE run_id = @Id", new { run.Id }) is not null)
        {
            return null;
        }

        return await session.FindAsync<long?>("SELECT run_id FROM run_data_archive WHERE run_id = @Id", new { run.Id }) is null
            ? "What it did was purged, its input included. Start it anew under another key."
            : "It is archived and can only be read. Start it anew under another key.";
    }

    /// <param name="Last">The run after which to go on; null at the end.</param>
    private sealed record ArchivedBatch(long Moved, long? Last);
}
