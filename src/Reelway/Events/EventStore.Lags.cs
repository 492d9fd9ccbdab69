using Reelway.Storage;

namespace Reelway.Events;

internal sealed partial class EventStore
{
    /// <summary>How far each subscriber is behind: each look follows an index to one event.</summary>
    public Task<EventLags> LagsAsync(CancellationToken cancellation)
        => database.ReadAsync(
            async session =>
            {
                var shared = session.Dialect == SqlDialect.Postgres;
                var rows = await session.QueryAsync<LagRow>(
                    $"""
                    SELECT subscriber,
                      (SELECT time_ms FROM event WHERE event.position > event_cursor.position ORDER BY event.position LIMIT 1) AS ahead_ms,
                      (SELECT time_ms FROM event_taken JOIN event ON event.position = event_taken.position
                       WHERE event_taken.subscriber = event_cursor.subscriber ORDER BY event_taken.position LIMIT 1) AS taken_ms,
                      {(shared ? "(SELECT time_ms FROM event WHERE position IS NULL ORDER BY recorded LIMIT 1)" : "NULL")} AS held_ms
                    FROM event_cursor ORDER BY subscriber
                    """);
                return new EventLags([.. rows.Select(row => new EventLag(row.Subscriber, row.Behind(NowMs)))], shared ? await OldestWriterAsync(session) : null);
            },
            cancellation);

    // Whatever has a transaction number holds back who took a later one, in whichever database of the server.
    private static Task<long> OldestWriterAsync(IDbSession session) => session.FindAsync<long>(
        """
        SELECT CAST(COALESCE(EXTRACT(EPOCH FROM MAX(clock_timestamp() - began)), 0) * 1000 AS BIGINT)
        FROM (SELECT xact_start AS began FROM pg_stat_activity WHERE backend_xid IS NOT NULL UNION ALL SELECT prepared FROM pg_prepared_xacts) AS open
        """);

    private sealed class LagRow
    {
        public string Subscriber { get; init; } = "";

        public long? AheadMs { get; init; }

        public long? TakenMs { get; init; }

        public long? HeldMs { get; init; }

        public long Behind(long now) => Math.Max(0, now - new[] { AheadMs, TakenMs, HeldMs }.Min() ?? 0);
    }
}
