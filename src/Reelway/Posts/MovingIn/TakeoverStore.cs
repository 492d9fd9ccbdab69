using Reelway.Storage;

namespace Reelway.Posts.MovingIn;

/// <summary>Which schedules of EventBridge Scheduler are taken over, and how far that has come.</summary>
internal sealed class TakeoverStore(IDatabase database)
{
    private const string Columns = "connection, group_name, name, state, event, reference, at_ms, asked_ms, sentence";

    /// <summary>What is known of a schedule; null for nothing.</summary>
    public Task<TakeoverRow?> FindAsync(string connection, string group, string name, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<TakeoverRow>(
            $"SELECT {Columns} FROM post_takeover WHERE connection = @connection AND group_name = @group AND name = @name", new { connection, group, name }),
        cancellation);

    /// <summary>The connections of those that are not done.</summary>
    public Task<IReadOnlyList<string>> OpenConnectionsAsync(CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<string>("SELECT DISTINCT connection FROM post_takeover WHERE state IN ('noted', 'off') ORDER BY connection"), cancellation);

    /// <summary>Those of a connection that are not done, the most urgent first.</summary>
    public Task<IReadOnlyList<TakeoverRow>> OpenAsync(string connection, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<TakeoverRow>(
            $"SELECT {Columns} FROM post_takeover WHERE connection = @connection AND state IN ('noted', 'off') ORDER BY at_ms, name LIMIT 1000", new { connection }),
        cancellation);

    /// <summary>Notes a schedule before anything is done to it, in place of what was known of it.</summary>
    public Task NoteAsync(TakeoverRow row, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            INSERT INTO post_takeover(connection, group_name, name, state, event, reference, at_ms, asked_ms, sentence, updated_ms)
            VALUES(@Connection, @GroupName, @Name, @State, @Event, @Reference, @AtMs, @AskedMs, NULL, @now)
            ON CONFLICT(connection, group_name, name) DO UPDATE SET
              state = excluded.state, event = excluded.event, reference = excluded.reference, at_ms = excluded.at_ms, asked_ms = excluded.asked_ms, sentence = NULL, updated_ms = excluded.updated_ms
            """,
            new { row.Connection, row.GroupName, row.Name, State = TakeoverState.Noted, row.Event, row.Reference, row.AtMs, row.AskedMs, now = database.NowMs }),
        cancellation);

    /// <summary>Notes how far it has come.</summary>
    /// <param name="sentence">What became of it.</param>
    public Task MarkAsync(TakeoverRow row, string state, string? sentence, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE post_takeover SET state = @state, sentence = @sentence, updated_ms = @now WHERE connection = @Connection AND group_name = @GroupName AND name = @Name AND asked_ms = @AskedMs",
            new { state, sentence, now = database.NowMs, row.Connection, row.GroupName, row.Name, row.AskedMs }),
        cancellation);
}

/// <summary>A schedule that is taken over.</summary>
internal sealed record TakeoverRow
{
    public string Connection { get; init; } = "";

    public string GroupName { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>One of <see cref="TakeoverState"/>.</summary>
    public string State { get; init; } = TakeoverState.Noted;

    /// <summary>What asks for the post here.</summary>
    public string Event { get; init; } = "";

    public string Reference { get; init; } = "";

    /// <summary>When it fires there at the earliest.</summary>
    public long AtMs { get; init; }

    /// <summary>When it was changed last there, before it was taken over.</summary>
    public long AskedMs { get; init; }

    public string? Sentence { get; init; }

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(AtMs);
}

/// <summary>How far a takeover has come.</summary>
internal static class TakeoverState
{
    /// <summary>It is to be switched off there; it may be, and may not.</summary>
    public const string Noted = "noted";

    /// <summary>It is switched off there, before its time: from now on it is ours to send.</summary>
    public const string Off = "off";

    /// <summary>The post is asked for here, or kept for a person.</summary>
    public const string Taken = "taken";

    /// <summary>It is not ours: it fired there, or nobody knows.</summary>
    public const string Left = "left";
}
