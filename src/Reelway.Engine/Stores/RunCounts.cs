using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>How many runs of which flow are in which state: kept by triggers with every write, so that nobody counts the runs themselves.</summary>
internal static class RunCounts
{
    /// <summary>Any number that nothing else in the database locks.</summary>
    private const long FoldLock = 7_335_392_003;

    /// <summary>How many runs are in each state.</summary>
    public static async Task<Dictionary<RunState, long>> ByStateAsync(IDbSession session)
        => (await session.QueryAsync<(RunState State, long Count)>($"SELECT state, CAST(SUM(n) AS BIGINT) FROM {Of(session)} GROUP BY state"))
            .ToDictionary(row => row.State, row => row.Count);

    /// <summary>How many runs of a flow are in a state.</summary>
    public static Task<long> OfFlowAsync(IDbSession session, string flow, RunState state)
        => session.FindAsync<long>(
            $"SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM {Of(session)} WHERE flow = @flow AND state = @state", new { flow, state });

    /// <summary>How many runs of which code have not ended.</summary>
    public static Task<IReadOnlyList<OpenFlow>> OpenAsync(IDbSession session)
        => session.QueryAsync<OpenFlow>(
            $"SELECT flow, flow_version AS version, CAST(SUM(n) AS BIGINT) AS count FROM {Of(session)} WHERE {States.Open} GROUP BY flow, flow_version HAVING SUM(n) > 0");

    /// <summary>Adds up what was written since the last time. SQLite's one writer has done so at once.</summary>
    public static async Task FoldAsync(IDbSession session)
    {
        if (session.Dialect == SqlDialect.Postgres
            && await session.FindAsync<bool>($"SELECT CASE WHEN pg_try_advisory_xact_lock({FoldLock}) THEN 1 ELSE 0 END"))
        {
            await session.ExecuteAsync(
                """
                WITH folded AS (DELETE FROM run_count_change RETURNING flow, flow_version, state, n)
                INSERT INTO run_count SELECT flow, flow_version, state, SUM(n) FROM folded GROUP BY flow, flow_version, state
                ON CONFLICT(flow, flow_version, state) DO UPDATE SET n = run_count.n + excluded.n
                """);
        }
    }

    private static string Of(IDbSession session)
        => session.Dialect == SqlDialect.Sqlite ? "run_count" : "(SELECT * FROM run_count UNION ALL SELECT * FROM run_count_change) AS counted";
}

/// <summary>Runs of one flow and version that have not ended.</summary>
internal sealed record OpenFlow(string Flow, int Version, long Count);
