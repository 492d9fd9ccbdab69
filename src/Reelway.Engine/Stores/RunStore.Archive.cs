using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Moves what ended runs did out of the tables that open runs write to.</summary>
    /// <returns>How many runs were archived.</returns>
    public Task<long> ArchiveAsync(TimeSpan olderThan, CancellationToken cancellation)
        => OfEndedAsync("run_data", "run_id", $"dead_letter = 0 AND {Unarchived}", NowMs - (long)olderThan.TotalMilliseconds, ArchiveBatchAsync, cancellation);

    // Not EXISTS, which PostgreSQL may answer by reading the whole table.
    private const string Unarchived = "(SELECT run_id FROM run_data WHERE run_data.run_id = run.id) IS NOT NULL";

    private static async Task ArchiveBatchAsync(IDbSession session, IReadOnlyList<long> runs)
    {
        foreach (var (table, columns) in ArchivedTables.All)
        {
            await MoveAsync(session, table, columns, runs);
        }
    }

    // PostgreSQL moves in one statement, since a line may come into the log of a run that has ended: it must not be deleted unseen.
    private static async Task MoveAsync(IDbSession session, string table, string columns, IReadOnlyList<long> runs)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await session.ExecuteAsync(
                $"""
                WITH moved AS (DELETE FROM {table} WHERE run_id IN @runs RETURNING {columns})
                INSERT INTO {table}_archive({columns}) SELECT {columns} FROM moved
                """,
                new { runs });
            return;
        }

        await session.ExecuteAsync(
            $"INSERT INTO {table}_archive({columns}) SELECT {columns} FROM {table} WHERE run_id IN @runs", new { runs });
        await session.ExecuteAsync($"DELETE FROM {table} WHERE run_id IN @runs", new { runs });
    }

    private static async Task<string?> RefusalOfPutAwayAsync(IDbSession session, RunHead run)
    {
        if (await session.FindAsync<long?>("SELECT run_id FROM run_data WHERE run_id = @Id", new { run.Id }) is not null)
        {
            return null;
        }

        return await session.FindAsync<long?>("SELECT run_id FROM run_data_archive WHERE run_id = @Id", new { run.Id }) is null
            ? "What it did was purged, its input included. Start it again under another key."
            : "It is archived and can only be read. Start it again under another key.";
    }
}
