using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Runs woken or claimed by one statement: bounds the transaction, not the work.</summary>
    private const int BatchSize = 500;

    /// <summary>The earliest time at which a waiting run has to be woken.</summary>
    public Task<long?> NextDueAsync(CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<long?>("SELECT MIN(due_ms) FROM run WHERE state IN (2, 3) AND due_ms IS NOT NULL"), cancellation);

    /// <summary>Makes waiting runs ready whose time has come, and takes up to <paramref name="count"/> ready ones for this process, best rank first.</summary>
    public Task<IReadOnlyList<ClaimedRun>> ClaimAsync(string owner, int count, CancellationToken cancellation)
        => database.WriteAsync<IReadOnlyList<ClaimedRun>>(
            async session =>
            {
                await WakeAsync(session);
                var claimed = await session.QueryAsync<ClaimedRow>(
                    """
                    UPDATE run SET state = 1, owner = @owner, epoch = epoch + 1, why = NULL, due_ms = NULL, attention = NULL, updated_ms = @now
                    WHERE id IN (SELECT id FROM run WHERE state = 0 AND queue = 'default' ORDER BY rank_ms, id LIMIT @count)
                    RETURNING id, epoch, generation, flow, flow_version AS FlowVersion, key, cancel_reason AS CancelReason,
                      (SELECT input FROM run_data WHERE run_id = run.id) AS Input
                    """,
                    new { owner, now = NowMs, count = Math.Min(count, BatchSize) });
                return [.. claimed.Select(row => new ClaimedRun(
                    new RunLease(row.Id, row.Epoch, row.Generation), row.Flow, (int)row.FlowVersion, row.Key, row.Input, row.CancelReason))];
            },
            cancellation);

    // In the order in which they were due, so that a long downtime is made up for fairly.
    private Task<int> WakeAsync(IDbSession session)
        => session.ExecuteAsync(
            """
            UPDATE run SET state = 0, attention = NULL, rank_ms = due_ms + priority * @PriorityMs, due_ms = NULL, updated_ms = @now
            WHERE id IN (SELECT id FROM run WHERE state IN (2, 3) AND due_ms <= @now ORDER BY due_ms LIMIT @BatchSize)
            """,
            new { now = NowMs, PriorityMs, BatchSize });

    /// <summary>Gives a run back that this process stops working on; nothing is wrong with it.</summary>
    public Task ReleaseAsync(RunLease lease, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    "UPDATE run SET state = 0, owner = NULL, updated_ms = @now WHERE id = @RunId AND epoch = @Epoch AND state = 1",
                    new { lease.RunId, lease.Epoch, now = NowMs });
                await FreeSlotsAsync(session, lease.RunId);
            },
            cancellation);

    /// <summary>Takes over everything that a dead process was running. Only for a store that this process has alone.</summary>
    /// <returns>How many runs were interrupted.</returns>
    public Task<int> RecoverAsync(int maxCrashes, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var now = NowMs;
                await session.ExecuteAsync("DELETE FROM slot");
                await session.ExecuteAsync(
                    """
                    UPDATE run SET state = 6, dead_letter = 1, ended_ms = @now, updated_ms = @now, owner = NULL,
                      why = 'The process has died ' || (crashes + 1) || ' times while working on this run. Look at its log, then retry it.'
                    WHERE state = 1 AND crashes + 1 >= @maxCrashes
                    """,
                    new { now, maxCrashes });
                var interrupted = await session.ExecuteAsync(
                    "UPDATE run SET state = 0, crashes = crashes + 1, owner = NULL, updated_ms = @now WHERE state = 1", new { now });

                // The holders of the places that these waited for are gone.
                await session.ExecuteAsync(
                    """
                    UPDATE run SET state = 0, updated_ms = @now
                    WHERE state = 2 AND id IN (SELECT run_id FROM open_step WHERE wait_kind = @slot)
                    """,
                    new { now, slot = WaitKind.Slot });
                return interrupted;
            },
            cancellation);

    private sealed class ClaimedRow
    {
        public long Id { get; init; }

        public long Epoch { get; init; }

        public long Generation { get; init; }

        public string Flow { get; init; } = "";

        public long FlowVersion { get; init; }

        public string Key { get; init; } = "";

        public string? CancelReason { get; init; }

        public string Input { get; init; } = "";
    }
}
