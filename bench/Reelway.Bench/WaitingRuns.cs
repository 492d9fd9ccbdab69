using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>Many runs that wait for a time far away: copies, row by row, of one that the engine has parked.</summary>
internal sealed class WaitingRuns(IDatabase database, RunId first)
{
    private const int Batch = 50_000;

    // PostgreSQL and SQLite both take the numbers here.
    private const string Numbers = "WITH RECURSIVE numbers(n) AS (SELECT @from UNION ALL SELECT n + 1 FROM numbers WHERE n < @last)";

    private static readonly string[] Copies =
    [
        $"""
        INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, why, due_ms, ready_ms, epoch, clean_epoch, created_ms, updated_ms)
        {Numbers}
        SELECT id + n, flow, flow_version, 'copy ' || n, input_hash, queue, state, why, due_ms + n, ready_ms, epoch, clean_epoch, created_ms, updated_ms
        FROM run CROSS JOIN numbers WHERE id = @first
        """,
        $"INSERT INTO run_data(run_id, input) {Numbers} SELECT run_id + n, input FROM run_data CROSS JOIN numbers WHERE run_id = @first",
        $"""
        INSERT INTO step(run_id, generation, pos, name, kind, outcome, epoch, attempts, output, started_ms, ended_ms)
        {Numbers}
        SELECT run_id + n, generation, pos, name, kind, outcome, epoch, attempts, output, started_ms, ended_ms FROM step CROSS JOIN numbers WHERE run_id = @first
        """,
        $"""
        INSERT INTO open_step(run_id, generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms, sentence)
        {Numbers}
        SELECT run_id + n, generation, pos, name, kind, attempts, started_ms, wait_kind, wait_on, due_ms + n, sentence
        FROM open_step CROSS JOIN numbers WHERE run_id = @first
        """,
    ];

    /// <summary>How many wait by now, the first not counted.</summary>
    public int Count { get; private set; }

    /// <summary>The id of the copy of that number, from 1.</summary>
    public long Id(int number) => first.Value + number;

    public async Task FillAsync(int count, CancellationToken cancellation)
    {
        while (Count < count)
        {
            var (from, last) = (Count + 1L, (long)Math.Min(Count + Batch, count));
            await database.WriteAsync(
                async session =>
                {
                    foreach (var copy in Copies)
                    {
                        await session.ExecuteAsync(copy, new { from, last, first = first.Value });
                    }
                },
                cancellation);
            Count = (int)last;
        }

        // Autovacuum would do it about a minute after so many new rows.
        if (database.Dialect == SqlDialect.Postgres)
        {
            await database.WriteAsync(session => session.ExecuteAsync("ANALYZE"), cancellation);
        }
    }

    /// <summary>Lets a copy wait again, until the given time.</summary>
    public Task ParkAsync(int number, long dueMs, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync("UPDATE run SET state = 2, owner = NULL, due_ms = @dueMs WHERE id = @id", new { id = Id(number), dueMs }),
            cancellation);
}
