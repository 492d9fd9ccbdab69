using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>The engine's tables. Every write of a run's owner is refused when the run has another owner by now.</summary>
internal sealed partial class RunStore(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Milliseconds by which one step of priority ages a run.</summary>
    private const long PriorityMs = 60_000;

    private const int DefaultPriority = 5;

    /// <summary>The migrations of the engine's tables.</summary>
    public static MigrationSet Migrations { get; } = new("engine", typeof(RunStore).Assembly, "Reelway.Engine.Migrations");

    /// <summary>UTC milliseconds now.</summary>
    public long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes the run durable, or finds the one that has this flow and key.</summary>
    public async Task<StartedRun> StartAsync(
        string flow, int version, string key, string input, string inputHash, Func<IDbSession, Task>? also, CancellationToken cancellation)
    {
        var id = ids.Next();
        var now = NowMs;
        return await database.WriteAsync(
            async session =>
            {
                var inserted = await session.ExecuteAsync(
                    """
                    INSERT INTO run(id, flow, flow_version, key, input_hash, queue, priority, state, rank_ms, created_ms, updated_ms)
                    VALUES(@id, @flow, @version, @key, @inputHash, 'default', @priority, 0, @rank, @now, @now)
                    ON CONFLICT(flow, key) DO NOTHING
                    """,
                    new { id, flow, version, key, inputHash, priority = DefaultPriority, rank = now + (DefaultPriority * PriorityMs), now });
                if (inserted == 0)
                {
                    var existing = (await session.FindAsync<ExistingRun>(
                        "SELECT id, input_hash AS InputHash FROM run WHERE flow = @flow AND key = @key", new { flow, key }))!;
                    return new StartedRun(new RunId(existing.Id), Created: false, existing.InputHash != inputHash);
                }

                await session.ExecuteAsync("INSERT INTO run_data(run_id, input) VALUES(@id, @input)", new { id, input });
                if (also is not null)
                {
                    await also(session);
                }

                return new StartedRun(new RunId(id), Created: true, InputDiffers: false);
            },
            cancellation);
    }

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
        => "id = @RunId AND epoch = @Epoch AND state = 1" + Locked(session);

    // SQLite has one writer and needs no row locks.
    private static string Locked(IDbSession session) => session.Dialect == SqlDialect.Postgres ? " FOR NO KEY UPDATE" : "";

    private sealed class ExistingRun
    {
        public long Id { get; init; }

        public string InputHash { get; init; } = "";
    }
}
