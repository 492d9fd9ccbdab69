using System.Text.Json;
using Reelway.Engine;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>The product's events, recorded with the facts that they tell, and read in one order that all see alike.</summary>
internal sealed partial class EventStore(IDatabase database) : IAgeing
{
    /// <summary>Most characters of an event's data. Whoever takes events in expects small ones.</summary>
    public const int LargestData = 128 * 1024;

    private const string Columns = "position, id, type, subject, time_ms, data";

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("notifications", typeof(EventStore).Assembly, "Reelway.Events.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>Records an event inside the transaction that records its fact. Recording it again changes nothing.</summary>
    /// <param name="key">Which of the facts of this type about this subject it is: the effect key of the step, the run's epoch.</param>
    /// <exception cref="FaultException">It holds more than is passed on.</exception>
    public static Task RecordAsync(IDbSession session, IProductEvent fact, string key, DateTimeOffset time) => session.ExecuteAsync(
        """
        INSERT INTO event(id, type, subject, time_ms, data) VALUES(@Id, @Type, @Subject, @TimeMs, @Data)
        ON CONFLICT(id) DO NOTHING
        """,
        PreparedEvent.Of(fact, key, time));

    /// <summary>The same for many at once.</summary>
    public static async Task RecordAsync(IDbSession session, IReadOnlyList<PreparedEvent> events)
    {
        if (session.Dialect == SqlDialect.Postgres && events.Count > 1)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO event(id, type, subject, time_ms, data) SELECT id, type, subject, time_ms, data
                FROM unnest(@ids, @types, @subjects, @times, @datas) AS told(id, type, subject, time_ms, data)
                ON CONFLICT(id) DO NOTHING
                """,
                new
                {
                    ids = events.Select(told => told.Id).ToArray(),
                    types = events.Select(told => told.Type).ToArray(),
                    subjects = events.Select(told => told.Subject).ToArray(),
                    times = events.Select(told => told.TimeMs).ToArray(),
                    datas = events.Select(told => told.Data).ToArray(),
                });
            return;
        }

        foreach (var told in events)
        {
            await session.ExecuteAsync(
                "INSERT INTO event(id, type, subject, time_ms, data) VALUES(@Id, @Type, @Subject, @TimeMs, @Data) ON CONFLICT(id) DO NOTHING", told);
        }
    }

    /// <summary>An event by its position; null when there is none, or no more.</summary>
    public async Task<RecordedEvent?> FindAsync(long position, CancellationToken cancellation)
        => (await database.ReadAsync(
            session => session.FindAsync<EventRow>($"SELECT {Columns} FROM event WHERE position = @position", new { position }), cancellation))?.Event();

    /// <summary>Events, newest first.</summary>
    /// <param name="before">Only those before this position.</param>
    public async Task<IReadOnlyList<RecordedEvent>> ListAsync(EventQuery query, long before, int limit, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<EventRow>(
                $"""
                SELECT {Columns} FROM event WHERE position < @before{(query.Type is null ? "" : " AND type = @Type")}{(query.Subject is null ? "" : " AND subject = @Subject")}
                ORDER BY position DESC LIMIT @limit
                """,
                new { before, query.Type, query.Subject, limit }),
            cancellation);
        return [.. rows.Select(row => row.Event())];
    }

    /// <summary>The position after which events of a time and later follow.</summary>
    public async Task<long> PositionBeforeAsync(DateTimeOffset time, CancellationToken cancellation)
        => await database.ReadAsync(
            async session => await session.FindAsync<long?>("SELECT MIN(position) FROM event WHERE time_ms >= @ms", new { ms = time.ToUnixTimeMilliseconds() }) is { } first
                ? first - 1
                : await HeadAsync(session),
            cancellation);

    /// <summary>Removes events that are older than an age, all subscribers have passed, and none is at work on.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var before = NowMs - (long)age.TotalMilliseconds;
        var purged = 0;
        while (true)
        {
            // Found in a read, so that nobody waits for a long look; judged again in the write.
            var old = await database.ReadAsync(
                session => session.QueryAsync<long>(
                    $"SELECT position FROM event WHERE time_ms < @before AND {Passed} ORDER BY position LIMIT 500", new { before }),
                cancellation);
            if (old.Count == 0)
            {
                return purged;
            }

            purged += await database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM event WHERE position IN @old AND {Passed}", new { old }), cancellation);
        }
    }

    private const string Passed =
        """
        position <= (SELECT COALESCE(MIN(event_cursor.position), 9223372036854775807) FROM event_cursor)
          AND NOT EXISTS (SELECT 1 FROM event_taken WHERE event_taken.position = event.position)
        """;

    private sealed class EventRow
    {
        public long Position { get; init; }

        public string Id { get; init; } = "";

        public string Type { get; init; } = "";

        public string Subject { get; init; } = "";

        public long TimeMs { get; init; }

        public string Data { get; init; } = "";

        public RecordedEvent Event() => new(
            Position, Id, Type, Subject, DateTimeOffset.FromUnixTimeMilliseconds(TimeMs), JsonSerializer.Deserialize<JsonElement>(Data));
    }
}

/// <summary>An event that is ready to be recorded.</summary>
internal sealed record PreparedEvent(string Id, string Type, string Subject, long TimeMs, string Data)
{
    /// <inheritdoc cref="EventStore.RecordAsync(IDbSession, IProductEvent, string, DateTimeOffset)"/>
    public static PreparedEvent Of(IProductEvent fact, string key, DateTimeOffset time)
    {
        var data = JsonSerializer.Serialize(fact, EventType.Find(fact.Name)!.Json);
        return data.Length <= EventStore.LargestData
            ? new PreparedEvent($"{fact.Name}/{fact.Subject}/{key}", fact.Name, fact.Subject, time.ToUnixTimeMilliseconds(), data)
            : throw FaultException.Permanent($"The event {fact.Name} has {data.Length} characters of JSON; at most {EventStore.LargestData} are passed on.");
    }
}

/// <summary>Which events to list. Null filters nothing.</summary>
internal sealed record EventQuery(string? Type = null, string? Subject = null);
