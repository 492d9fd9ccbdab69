using System.Text.Json;
using Reelway.Engine.Execution;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Runs woken or claimed by one statement: bounds the transaction, not the work.</summary>
    internal const int BatchSize = 500;

    /// <summary>The earliest time at which a waiting run has to be woken.</summary>
    public Task<long?> NextDueAsync(CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<long?>($"SELECT MIN(due_ms) FROM run {RunIndexes.By(session, "run_wake")} WHERE {States.Parked} AND due_ms IS NOT NULL"), cancellation);

    /// <summary>Takes up to <paramref name="count"/> ready runs of a queue for a worker, first ready first.</summary>
    /// <param name="flows">What the worker can execute, as <c>name:version</c>.</param>
    public Task<IReadOnlyList<ClaimedRun>> ClaimAsync(
        WorkerIdentity worker, string queue, IReadOnlyList<string> flows, int count, CancellationToken cancellation)
        => database.WriteAsync<IReadOnlyList<ClaimedRun>>(
            async session =>
            {
                var claimed = await session.QueryAsync<ClaimedRow>(
                    $"""
                    UPDATE run SET state = {States.Running}, owner = @Id, epoch = epoch + 1, why = NULL, due_ms = NULL, attention = NULL, updated_ms = @now
                    WHERE id IN (
                      SELECT id FROM run WHERE state = {States.Queued} AND queue = @queue AND flow || ':' || flow_version IN @flows
                      ORDER BY ready_ms, id LIMIT @count {SkipLocked(session)})
                    RETURNING id, epoch, generation, flow, flow_version, key, cancel_reason, parent_id, trace_parent,
                      (SELECT input FROM run_data WHERE run_id = run.id) AS input
                    """,
                    new { worker.Id, now = NowMs, queue, flows, count = Math.Min(count, BatchSize) });
                return [.. claimed.Select(row => new ClaimedRun(
                    new RunLease(row.Id, row.Epoch, row.Generation), row.Flow, row.FlowVersion, row.Key, row.Input, row.CancelReason, row.ParentId) { TraceParent = row.TraceParent })];
            },
            cancellation);

    /// <summary>Makes waiting runs ready whose time has come, in the order in which they were due: a long downtime is made up for fairly.</summary>
    /// <returns>The queue of each; when there are as many as a batch holds, there may be more.</returns>
    public Task<IReadOnlyList<string>> WakeAsync(CancellationToken cancellation)
        => database.WriteAsync(
            session => session.QueryAsync<string>(
                $"""
                UPDATE run SET state = {States.Queued}, attention = NULL, why = NULL, ready_ms = due_ms, due_ms = NULL, updated_ms = @now
                WHERE id IN (
                  SELECT id FROM run {RunIndexes.By(session, "run_wake")} WHERE {States.Parked} AND due_ms IS NOT NULL AND due_ms <= @now
                  ORDER BY due_ms LIMIT @BatchSize {SkipLocked(session)})
                RETURNING queue
                """,
                new { now = NowMs, BatchSize }),
            cancellation);

    // What another worker is just taking is no longer there for this one.
    private static string SkipLocked(IDbSession session) => session.Dialect == SqlDialect.Postgres ? "FOR UPDATE SKIP LOCKED" : "";

    /// <summary>True when a person has cancelled a run that the worker has.</summary>
    public Task<bool> IsCancelledAsync(RunId id, string worker, CancellationToken cancellation)
        => database.ReadAsync(
            async session => await session.FindAsync<string>(
                $"SELECT cancel_reason FROM run WHERE id = @Value AND owner = @worker AND state = {States.Running}", new { id.Value, worker }) is not null,
            cancellation);

    /// <summary>Gives a run back that this process stops working on; nothing is wrong with it.</summary>
    public Task ReleaseAsync(RunLease lease, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"UPDATE run SET state = {States.Queued}, owner = NULL, updated_ms = @now WHERE id = @RunId AND epoch = @Epoch AND state = {States.Running}",
                    new { lease.RunId, lease.Epoch, now = NowMs });
                await FreeSlotsAsync(session, lease.RunId);
            },
            cancellation);

    /// <summary>Takes over everything that a dead process was running. Only for a store that this process has alone.</summary>
    /// <param name="left">What dead processes had noted.</param>
    /// <returns>How many runs were interrupted.</returns>
    public Task<int> RecoverAsync(IReadOnlyList<LeftAtWork> left, int maxCrashes, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var now = NowMs;
                await session.ExecuteAsync("DELETE FROM slot");
                foreach (var dead in await session.QueryAsync<DeadOwner>(
                    $"SELECT owner AS worker, COUNT(*) AS runs, MIN(id) AS first FROM run WHERE state = {States.Running} AND owner IS NOT NULL GROUP BY owner"))
                {
                    await BlameAsync(session, dead, left.FirstOrDefault(note => note.Worker == dead.Worker), maxCrashes, now);
                }

                var interrupted = await session.ExecuteAsync($"UPDATE run SET state = {States.Queued}, owner = NULL, updated_ms = @now WHERE state = {States.Running}", new { now });

                // The holders of the places that these waited for are gone.
                await session.ExecuteAsync(
                    $"""
                    UPDATE run SET state = {States.Queued}, updated_ms = @now
                    WHERE state = {States.Waiting} AND id IN (SELECT run_id FROM open_step WHERE wait_on IS NOT NULL AND wait_kind = @slot)
                    """,
                    new { now, slot = WaitKind.Slot });
                await WakeParentsAsync(session);
                return interrupted;
            },
            cancellation);

    // A claim or start of a worker that was taken over meanwhile may have come too late to be among what was taken over.
    private const string NobodysRuns =
        $"SELECT owner FROM run WHERE state = {States.Running} AND owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM worker WHERE worker.id = run.owner) LIMIT 1";

    /// <summary>Takes over the runs of one worker whose lease has ended; null when there is none.</summary>
    /// <param name="by">Who takes over: a worker knows itself whether it has lost its lease, even when the database's clock is set forward.</param>
    public Task<TakenOver?> TakeOverAsync(string by, int maxCrashes, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var now = NowMs;
                var worker = await session.FindAsync<DeadWorker>(
                    $"SELECT id, at_work FROM worker WHERE lease_until_ms < @now AND id <> @by ORDER BY lease_until_ms LIMIT 1 {SkipLocked(session)}", new { now, by });
                if ((worker?.Id ?? await session.FindAsync<string>(NobodysRuns)) is not { } dead)
                {
                    return null;
                }

                var runs = await session.QueryAsync<long>(
                    $"SELECT id FROM run WHERE state = {States.Running} AND owner = @dead ORDER BY id LIMIT @BatchSize {Locked(session)}", new { dead, BatchSize });
                await LockParentsAsync(session, runs);
                if (worker is not null && runs.Count > 0
                    && await BlameAsync(session, new DeadOwner(dead, runs.Count, runs[0]), worker.Left, maxCrashes, now))
                {
                    await WakeParentsAsync(session);
                }

                await session.ExecuteAsync($"UPDATE run SET state = {States.Queued}, owner = NULL, updated_ms = @now WHERE id IN @runs AND state = {States.Running}", new { runs, now });

                foreach (var holder in await session.QueryAsync<long>("SELECT DISTINCT run_id FROM slot WHERE run_id IN @runs ORDER BY run_id", new { runs }))
                {
                    await FreeSlotsAsync(session, holder);
                }

                if (runs.Count < BatchSize)
                {
                    await session.ExecuteAsync("DELETE FROM worker WHERE id = @dead", new { dead });
                }
                else if (worker is { AtWork: null })
                {
                    // What is left of its runs for the next batch may be one, which was not alone.
                    await session.ExecuteAsync("UPDATE worker SET at_work = '[]' WHERE id = @dead", new { dead });
                }

                return new TakenOver(dead, runs);
            },
            cancellation);

    /// <summary>Counts a crash against the run that the process died of. No other one had a part in it, and nobody is blamed by a guess.</summary>
    /// <param name="left">What the process had noted; null when nobody knows: then only a run that it had alone is blamed.</param>
    /// <returns>True when the run was given up.</returns>
    private async Task<bool> BlameAsync(IDbSession session, DeadOwner dead, LeftAtWork? left, int maxCrashes, long now)
    {
        if ((left is null ? dead.Runs == 1 ? dead.First : null : left.Blamed) is not { } blamed)
        {
            return false;
        }

        await session.ExecuteAsync($"UPDATE run SET crashes = crashes + 1 WHERE id = @blamed AND state = {States.Running} AND owner = @Worker", new { blamed, dead.Worker });
        var givenUp = await session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Failed}, dead_letter = 1, ended_ms = @now, updated_ms = @now, owner = NULL,
              why = 'The process has died ' || crashes || ' times while working on this run. Look at its log, then retry it.'
            WHERE id = @blamed AND state = {States.Running} AND owner = @Worker AND crashes >= @maxCrashes
            """,
            new { blamed, dead.Worker, now, maxCrashes }) > 0;
        if (givenUp)
        {
            await ShowAsync(session, blamed);
        }

        return givenUp;
    }

    /// <summary>A worker whose lease has ended.</summary>
    private sealed record DeadWorker(string Id, string? AtWork)
    {
        public LeftAtWork? Left => AtWork is null ? null : new LeftAtWork(Id, JsonSerializer.Deserialize<long[]>(AtWork)!);
    }

    /// <summary>A dead worker and the runs that it had.</summary>
    private sealed record DeadOwner(string Worker, long Runs, long First);

    private sealed record ClaimedRow(
        long Id, long Epoch, long Generation, string Flow, int FlowVersion, string Key, string? CancelReason, long? ParentId, string? TraceParent,
        string Input);
}

/// <summary>Runs that were taken from a worker that gave no sign of life.</summary>
internal sealed record TakenOver(string Worker, IReadOnlyList<long> Runs);
