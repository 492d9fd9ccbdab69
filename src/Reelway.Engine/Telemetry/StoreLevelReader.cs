using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine.Telemetry;

/// <summary>Looks at the database for <see cref="StoreGauges"/>: every statement follows an index and stops at a limit, however many runs there are.</summary>
internal static class StoreLevelReader
{
    private static readonly RunState[] Open = [RunState.Queued, RunState.Running, RunState.Waiting, RunState.NeedsAttention];

    public static async Task<StoreLevels> ReadAsync(IDbSession session, long nowMs)
    {
        var counts = await RunCounts.ByStateAsync(session);
        var runs = Open.Select(state => (state, counts.GetValueOrDefault(state))).ToList();
        var due = await session.FindAsync<long?>($"SELECT MIN(due_ms) FROM run {RunIndexes.By(session, "run_wake")} WHERE {States.Parked} AND due_ms IS NOT NULL");
        var slots = await session.QueryAsync<SlotLevel>("SELECT resource, COUNT(*) AS count FROM slot GROUP BY resource");
        return new StoreLevels(
            await QueuesAsync(session, nowMs), runs, slots, due is { } ms ? Math.Max(0, nowMs - ms) : 0, await OldestTransactionAsync(session));
    }

    /// <summary>Transactions of this database that have been open for longer, the oldest first. PostgreSQL tells those of other users only to members of pg_read_all_stats.</summary>
    public static Task<IReadOnlyList<LongTransaction>> LongTransactionsAsync(IDbSession session, TimeSpan longer) => session.QueryAsync<LongTransaction>(
        """
        SELECT CAST(pid AS BIGINT) AS pid, CAST(EXTRACT(EPOCH FROM xact_start) * 1000 AS BIGINT) AS since_ms,
               CAST(EXTRACT(EPOCH FROM clock_timestamp() - xact_start) * 1000 AS BIGINT) AS age_ms, COALESCE(state, 'active') AS state,
               CONCAT_WS(', ', NULLIF(application_name, ''), 'user ' || usename, 'from ' || COALESCE(HOST(client_addr), 'a local socket')) AS who
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND clock_timestamp() - xact_start > make_interval(secs => @seconds)
        ORDER BY xact_start
        """,
        new { seconds = longer.TotalSeconds });

    private static async Task<IReadOnlyList<QueueLevel>> QueuesAsync(IDbSession session, long nowMs)
    {
        // From one queue's first entry in the index to the next one's: DISTINCT would read them all.
        var names = await session.QueryAsync<string>(
            $"""
            WITH RECURSIVE named(queue) AS (
              SELECT (SELECT queue FROM run {RunIndexes.By(session, "run_ready")} WHERE state = {States.Queued} ORDER BY queue LIMIT 1)
              UNION ALL
              SELECT (SELECT run.queue FROM run {RunIndexes.By(session, "run_ready")} WHERE state = {States.Queued} AND run.queue > named.queue ORDER BY run.queue LIMIT 1)
              FROM named WHERE named.queue IS NOT NULL)
            SELECT queue FROM named WHERE queue IS NOT NULL
            """);
        var levels = new List<QueueLevel>();
        foreach (var queue in names)
        {
            var depth = await session.FindAsync<long>(
                $"SELECT COUNT(*) FROM (SELECT 1 FROM run WHERE state = {States.Queued} AND queue = @queue LIMIT @limit) AS counted",
                new { queue, limit = StoreGauges.CountLimit });
            var readyMs = await session.FindAsync<long?>(
                $"SELECT ready_ms FROM run WHERE state = {States.Queued} AND queue = @queue ORDER BY ready_ms, id LIMIT 1",
                new { queue });
            levels.Add(new QueueLevel(queue, depth, Math.Max(0, nowMs - (readyMs ?? nowMs))));
        }

        return levels;
    }

    // One that stays open holds back vacuum, and every claim gets slower.
    private static async Task<long?> OldestTransactionAsync(IDbSession session)
        => session.Dialect == SqlDialect.Postgres
            ? await session.FindAsync<long>(
                """
                SELECT CAST(COALESCE(EXTRACT(EPOCH FROM MAX(clock_timestamp() - xact_start)), 0) * 1000 AS BIGINT)
                FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            : null;
}
