using Reelway.Storage;

namespace Reelway.Events;

internal sealed partial class EventStore
{
    /// <summary>Most events that are given their positions at once.</summary>
    private const int Settled = 1000;

    // Rows of transactions that have ended, with all that took their numbers before. A number from the future is one of the database's former
    // life, from before it was restored from a copy.
    private const string CanSettle =
        """
        position IS NULL AND (xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint OR xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
        """;

    private static readonly string Settle =
        $"""
        WITH settled AS (
          SELECT recorded, ROW_NUMBER() OVER (ORDER BY recorded) AS n
          FROM (SELECT recorded FROM event WHERE {CanSettle} ORDER BY recorded LIMIT {Settled}) AS ready),
        numbered AS (
          UPDATE event SET position = event_head.last + settled.n FROM settled, event_head WHERE event.recorded = settled.recorded RETURNING 1)
        UPDATE event_head SET last = last + (SELECT COUNT(*) FROM numbered) RETURNING last
        """;

    /// <summary>Gives new events their positions, as far as no open transaction can bring earlier ones. On SQLite they have them from the start.</summary>
    /// <returns>True when some have got theirs.</returns>
    public async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        if (database.Dialect == SqlDialect.Sqlite
            || await database.QueryAsync<long>($"SELECT recorded FROM event WHERE {CanSettle} LIMIT 1", parameters: null, cancellation) is [])
        {
            return false;
        }

        while (await database.WriteAsync(
            async session =>
            {
                // A statement of its own: what follows has to see what another process settled while this one waited.
                var before = await session.FindAsync<long>("SELECT last FROM event_head FOR UPDATE");
                return (await session.QueryAsync<long>(Settle))[0] - before;
            },
            cancellation) == Settled)
        {
        }

        return true;
    }

    private const string EventColumns = "ahead.position, id, type, subject, time_ms, data";

    /// <summary>Makes sure that subscribers have cursors. A new one begins with what is recorded from now on.</summary>
    public Task AddCursorsAsync(IReadOnlyList<string> subscribers, CancellationToken cancellation)
        => subscribers.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            async session =>
            {
                foreach (var subscriber in subscribers)
                {
                    await AddCursorAsync(session, subscriber);
                }
            },
            cancellation);

    /// <summary>The same, inside a transaction.</summary>
    public static async Task AddCursorAsync(IDbSession session, string subscriber)
        => await session.ExecuteAsync(
            "INSERT INTO event_cursor(subscriber, position) VALUES(@subscriber, @head) ON CONFLICT(subscriber) DO NOTHING",
            new { subscriber, head = await HeadAsync(session) });

    /// <summary>Forgets a subscriber: nothing waits for it any more.</summary>
    public static async Task ForgetAsync(IDbSession session, string subscriber)
    {
        await session.ExecuteAsync("DELETE FROM event_taken WHERE subscriber = @subscriber", new { subscriber });
        await session.ExecuteAsync("DELETE FROM event_cursor WHERE subscriber = @subscriber", new { subscriber });
    }

    /// <inheritdoc cref="ForgetAsync(IDbSession, string)"/>
    public Task ForgetAsync(string subscriber, CancellationToken cancellation) => database.WriteAsync(session => ForgetAsync(session, subscriber), cancellation);

    /// <summary>Sets a cursor back, or on: the subscriber gets what follows the position, again if it has had it.</summary>
    /// <returns>False when there is no such subscriber.</returns>
    public Task<bool> SetCursorAsync(string subscriber, long position, CancellationToken cancellation)
        => database.WriteAsync(
            async session => await session.ExecuteAsync(
                "UPDATE event_cursor SET position = @position, round = round + 1 WHERE subscriber = @subscriber", new { subscriber, position }) > 0,
            cancellation);

    /// <summary>All cursors, by their subscribers' names, each with how much was recorded since.</summary>
    public Task<IReadOnlyList<CursorView>> CursorsAsync(CancellationToken cancellation)
        => database.ReadAsync(
            async session => await session.QueryAsync<CursorView>(
                """
                SELECT subscriber, position, @head - position AS ahead,
                  (SELECT COUNT(*) FROM event_taken WHERE event_taken.subscriber = event_cursor.subscriber) AS taken
                FROM event_cursor ORDER BY subscriber
                """,
                new { head = await HeadAsync(session) }),
            cancellation);

    /// <summary>What a subscriber has to look at next.</summary>
    /// <param name="types">Only events of these; null: of all.</param>
    /// <returns>Null when it has no cursor, because it was removed at this moment.</returns>
    public async Task<EventBatch?> NextAsync(string subscriber, IReadOnlyList<string>? types, int limit, CancellationToken cancellation)
    {
        var filter = types is null ? "" : " AND type IN @types";
        var rows = await database.QueryAsync<AheadRow>(
            database.Dialect == SqlDialect.Postgres
                ? $"""
                  SELECT event_cursor.position AS after, round, last AS head, {EventColumns} FROM event_cursor CROSS JOIN event_head
                  LEFT JOIN LATERAL (SELECT {Columns} FROM event WHERE position > event_cursor.position{filter} ORDER BY position LIMIT @limit) AS ahead ON TRUE
                  WHERE subscriber = @subscriber ORDER BY ahead.position
                  """
                : $"""
                  SELECT event_cursor.position AS after, round, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0) AS head, {EventColumns} FROM event_cursor
                  LEFT JOIN (SELECT {Columns} FROM event WHERE position > (SELECT position FROM event_cursor WHERE subscriber = @subscriber){filter} ORDER BY position LIMIT @limit) AS ahead
                  WHERE subscriber = @subscriber ORDER BY ahead.position
                  """,
            new { subscriber, types = types ?? [], limit },
            cancellation);
        if (rows.Count == 0)
        {
            return null;
        }

        var events = rows.Where(row => row.Position is not null).Select(row => row.Event()).ToList();
        var end = events.Count == limit ? events[^1].Position : Math.Max(rows[0].After, rows[0].Head);
        return new EventBatch { After = rows[0].After, Round = rows[0].Round, End = end, Events = events };
    }

    /// <summary>Moves a cursor over what was looked at.</summary>
    /// <param name="done">Positions that it is done with.</param>
    /// <param name="taken">Events that the subscriber will have runs for, and has to remember until those have ended.</param>
    /// <exception cref="CursorMovedException">Another process was faster; nothing was written.</exception>
    public static async Task MoveAsync(IDbSession session, string subscriber, EventBatch batch, IReadOnlyList<long> done, IReadOnlyList<TakenRun> taken)
    {
        if (!await (session.Dialect == SqlDialect.Postgres ? MoveAtOnceAsync(session, subscriber, batch, done, taken) : MoveStepwiseAsync(session, subscriber, batch, done, taken)))
        {
            throw new CursorMovedException();
        }
    }

    // A replay may bring what is still at work.
    private const string Once = "ON CONFLICT(subscriber, position) DO NOTHING";

    private static async Task<bool> MoveStepwiseAsync(IDbSession session, string subscriber, EventBatch batch, IReadOnlyList<long> done, IReadOnlyList<TakenRun> taken)
    {
        if (await session.ExecuteAsync(
            "UPDATE event_cursor SET position = @End WHERE subscriber = @subscriber AND position = @After AND round = @Round",
            new { subscriber, batch.End, batch.After, batch.Round }) == 0)
        {
            return false;
        }

        if (done.Count > 0)
        {
            await DoneAsync(session, subscriber, done);
        }

        foreach (var one in taken)
        {
            await session.ExecuteAsync(
                $"INSERT INTO event_taken(subscriber, position, subject, round, run_id) VALUES(@subscriber, @Position, @Subject, @Round, @RunId) {Once}",
                new { subscriber, one.Event.Position, one.Event.Subject, batch.Round, one.RunId });
        }

        return true;
    }

    // One way to the server and back. What a replay brings of that with which the subscriber is done just now goes first: parts of a statement have no order.
    private static async Task<bool> MoveAtOnceAsync(IDbSession session, string subscriber, EventBatch batch, IReadOnlyList<long> done, IReadOnlyList<TakenRun> taken)
    {
        if (done.Intersect(taken.Select(one => one.Event.Position)).ToList() is { Count: > 0 } again)
        {
            await DoneAsync(session, subscriber, again);
        }

        return await session.QueryAsync<long>(
            $"""
            WITH moved AS (
              UPDATE event_cursor SET position = @End WHERE subscriber = @subscriber AND position = @After AND round = @Round RETURNING subscriber),
            gone AS (
              DELETE FROM event_taken USING moved WHERE event_taken.subscriber = moved.subscriber AND event_taken.position IN @done),
            kept AS (
              INSERT INTO event_taken(subscriber, position, subject, round, run_id)
              SELECT moved.subscriber, row.position, row.subject, @Round, row.run_id FROM moved CROSS JOIN unnest(@positions, @subjects, @runs) AS row(position, subject, run_id)
              {Once})
            SELECT 1::bigint FROM moved
            """,
            new
            {
                subscriber,
                batch.End,
                batch.After,
                batch.Round,
                done,
                positions = taken.Select(one => one.Event.Position).ToArray(),
                subjects = taken.Select(one => one.Event.Subject).ToArray(),
                runs = taken.Select(one => one.RunId).ToArray(),
            }) is [_];
    }

    /// <inheritdoc cref="MoveAsync(IDbSession, string, EventBatch, IReadOnlyList{long}, IReadOnlyList{TakenRun})"/>
    public Task MoveAsync(string subscriber, EventBatch batch, IReadOnlyList<long> done, IReadOnlyList<TakenRun> taken, CancellationToken cancellation)
        => database.WriteAsync(session => MoveAsync(session, subscriber, batch, done, taken), cancellation);

    /// <summary>What a subscriber has taken and is not done with, in order.</summary>
    public Task<IReadOnlyList<TakenEvent>> TakenAsync(string subscriber, CancellationToken cancellation)
        => database.QueryAsync<TakenEvent>("SELECT position, subject, round, run_id FROM event_taken WHERE subscriber = @subscriber ORDER BY position", new { subscriber }, cancellation);

    /// <summary>Events by their positions, in order.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(IReadOnlyList<long> positions, CancellationToken cancellation)
        => [.. (await database.ReadAsync(
            session => session.QueryAsync<EventRow>($"SELECT {Columns} FROM event WHERE position IN @positions ORDER BY position", new { positions }), cancellation))
            .Select(row => row.Event())];

    /// <summary>Notes which runs events have got.</summary>
    public Task NoteRunsAsync(string subscriber, IReadOnlyList<(long Position, long RunId)> runs, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (session.Dialect == SqlDialect.Postgres)
                {
                    await session.ExecuteAsync(
                        """
                        UPDATE event_taken SET run_id = row.run_id FROM unnest(@positions, @ids) AS row(position, run_id)
                        WHERE subscriber = @subscriber AND event_taken.position = row.position
                        """,
                        new { subscriber, positions = runs.Select(run => run.Position).ToArray(), ids = runs.Select(run => run.RunId).ToArray() });
                    return;
                }

                foreach (var (position, runId) in runs)
                {
                    await session.ExecuteAsync(
                        "UPDATE event_taken SET run_id = @runId WHERE subscriber = @subscriber AND position = @position", new { subscriber, position, runId });
                }
            },
            cancellation);

    /// <summary>Notes that a subscriber is done with events.</summary>
    public Task DoneAsync(string subscriber, IReadOnlyList<long> positions, CancellationToken cancellation)
        => database.WriteAsync(session => DoneAsync(session, subscriber, positions), cancellation);

    private static Task<int> DoneAsync(IDbSession session, string subscriber, IReadOnlyList<long> positions)
        => session.ExecuteAsync("DELETE FROM event_taken WHERE subscriber = @subscriber AND position IN @positions", new { subscriber, positions });

    // Never back to what was purged.
    private static async Task<long> HeadAsync(IDbSession session)
        => session.Dialect == SqlDialect.Postgres
            ? await session.FindAsync<long>("SELECT last FROM event_head")
            : await session.FindAsync<long?>("SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0;
}
