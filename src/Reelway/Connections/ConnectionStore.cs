using System.Text.Json;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>What is known of connections, in the systems' database.</summary>
internal sealed class ConnectionStore(IDatabase database)
{
    private const string Columns = "name, good_ms, failed_ms, fault, fault_kind, finding, paused_ms, paused_by";

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("connections", typeof(ConnectionStore).Assembly, "Reelway.Connections.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>What is known of all connections that something is known of, also of those that are configured no more.</summary>
    public async Task<IReadOnlyDictionary<string, ConnectionState>> ListAsync(CancellationToken cancellation)
        => (await database.ReadAsync(session => session.QueryAsync<Row>($"SELECT {Columns} FROM connection"), cancellation))
            .ToDictionary(row => row.Name, row => row.State(), StringComparer.Ordinal);

    /// <summary>What is known of a connection; nothing but its name when nothing is.</summary>
    public async Task<ConnectionState> FindAsync(string name, CancellationToken cancellation)
        => (await database.ReadAsync(session => session.FindAsync<Row>($"SELECT {Columns} FROM connection WHERE name = @name", new { name }), cancellation))?.State()
            ?? new ConnectionState { Name = name };

    /// <summary>Notes how calls ended.</summary>
    /// <param name="goodMs">The last one that succeeded; null: none since the last note.</param>
    public Task NoteCallsAsync(string name, long? goodMs, ConnectionTrouble? trouble, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO connection(name, good_ms, failed_ms, fault, fault_kind) VALUES(@name, @goodMs, @failedMs, @fault, @kind)
                ON CONFLICT(name) DO UPDATE SET
                  good_ms = COALESCE(excluded.good_ms, connection.good_ms),
                  failed_ms = COALESCE(excluded.failed_ms, connection.failed_ms),
                  fault = COALESCE(excluded.fault, connection.fault),
                  fault_kind = COALESCE(excluded.fault_kind, connection.fault_kind)
                """,
                new { name, goodMs, failedMs = trouble?.At, fault = trouble?.Sentence, kind = trouble?.Kind }),
            cancellation);

    /// <summary>Notes what a check found; one that found no problem is a good call.</summary>
    public static Task NoteFindingAsync(IDbSession session, string name, ConnectionFinding finding)
    {
        var checkedMs = finding.At.ToUnixTimeMilliseconds();
        return session.ExecuteAsync(
            """
            INSERT INTO connection(name, checked_ms, finding, good_ms) VALUES(@name, @checkedMs, @json, @goodMs)
            ON CONFLICT(name) DO UPDATE SET
              checked_ms = excluded.checked_ms, finding = excluded.finding, good_ms = COALESCE(excluded.good_ms, connection.good_ms)
            """,
            new
            {
                name,
                checkedMs,
                json = JsonSerializer.Serialize(finding, FindingJson.Default.ConnectionFinding),
                goodMs = finding.Problem is null ? checkedMs : (long?)null,
            });
    }

    /// <summary>Writes whatever belongs together.</summary>
    public Task WriteAsync(Func<IDbSession, Task> write, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await write(session);
                return true;
            },
            cancellation);

    /// <summary>Notes a pause, or its end.</summary>
    public static Task NotePauseAsync(IDbSession session, string name, ConnectionPause? pause) => session.ExecuteAsync(
        """
        INSERT INTO connection(name, paused_ms, paused_by) VALUES(@name, @pausedMs, @by)
        ON CONFLICT(name) DO UPDATE SET paused_ms = excluded.paused_ms, paused_by = excluded.paused_by
        """,
        new { name, pausedMs = pause?.At, by = pause?.By });

    private sealed record Row(
        string Name, DateTimeOffset? GoodAt, DateTimeOffset? FailedAt, string? Fault, string? FaultKind, string? Finding, DateTimeOffset? PausedAt,
        string? PausedBy)
    {
        public ConnectionState State() => new()
        {
            Name = Name,
            GoodAt = GoodAt,
            Trouble = FailedAt is { } at ? new ConnectionTrouble(at, Fault ?? "", FaultKind ?? "") : null,
            Finding = Finding is null ? null : JsonSerializer.Deserialize(Finding, FindingJson.Default.ConnectionFinding),
            Pause = PausedAt is { } since ? new ConnectionPause(since, PausedBy ?? "") : null,
        };
    }
}
