using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>The engine's tables. Every write of a run's owner is refused when the run has another owner by now.</summary>
internal sealed partial class RunStore(IDatabase database, IdGenerator ids, RunStamp stamp, IEnumerable<IRunWitness> seen)
{
    private readonly IReadOnlyList<IRunWitness> _witnesses = [.. seen];

    /// <summary>The migrations of the engine's tables.</summary>
    public static MigrationSet Migrations { get; } = new("engine", typeof(RunStore).Assembly, "Reelway.Engine.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of this database go by.</summary>
    public long NowMs => database.NowMs;

    /// <inheritdoc cref="RunCounts.FoldAsync"/>
    public Task FoldCountsAsync(CancellationToken cancellation) => database.WriteAsync(RunCounts.FoldAsync, cancellation);

    /// <summary>Adds a line to a run's log.</summary>
    public Task LogAsync(long runId, RunLogLevel level, string? step, string message, CancellationToken cancellation)
        => database.WriteAsync(session => LogAsync(session, runId, level, step, message), cancellation);

    private Task<int> LogAsync(IDbSession session, long runId, RunLogLevel level, string? step, string message)
        => session.ExecuteAsync(
            "INSERT INTO run_log(id, run_id, at_ms, level, step, message) VALUES(@id, @runId, @now, @level, @step, @message)",
            new { id = ids.Next(), runId, now = NowMs, level, step, message });

    /// <summary>Refuses the write when the lease is lost.</summary>
    private static async Task FenceAsync(IDbSession session, RunLease lease)
    {
        if (await session.FindAsync<long?>($"SELECT id FROM run WHERE {Owned(session)}", lease) is null)
        {
            throw new LeaseLostException(lease.RunId);
        }
    }

    // On PostgreSQL the row lock keeps a claim from slipping in between this look and the commit.
    private static string Owned(IDbSession session)
        => $"id = @RunId AND epoch = @Epoch AND state = {States.Running}" + Locked(session);

    // SQLite has one writer and needs no row locks.
    private static string Locked(IDbSession session) => session.Dialect == SqlDialect.Postgres ? " FOR NO KEY UPDATE" : "";
}
