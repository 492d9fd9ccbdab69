using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Takes a place of a limited resource for a step. False: none is free.</summary>
    public Task<bool> TryTakeSlotAsync(RunLease lease, ResourceLimit limit, string step, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                await LockNameAsync(session, limit.Resource);
                return await session.ExecuteAsync(
                    """
                    INSERT INTO slot(resource, run_id, step, epoch, taken_ms)
                    SELECT @Resource, @RunId, @step, @Epoch, @now
                    WHERE (SELECT COUNT(*) FROM slot WHERE resource = @Resource AND NOT (run_id = @RunId AND step = @step)) < @Count
                    ON CONFLICT(resource, run_id, step) DO UPDATE SET epoch = excluded.epoch
                    """,
                    new { limit.Resource, limit.Count, lease.RunId, lease.Epoch, step, now = NowMs }) > 0;
            },
            cancellation);

    /// <summary>The block that holds up any of the scopes, the longest first; null when there is none.</summary>
    public Task<ScopeBlock?> FindBlockAsync(IReadOnlyList<string> scopes, CancellationToken cancellation)
        => database.ReadAsync(ScopeLooks.Bulk, new SharedScopes(scopes, NowMs), cancellation);

    /// <summary>Parks a run whose flow can't go on: each of its open steps waits for something.</summary>
    public Task<ParkedRun> ParkAsync(RunLease lease, Parking parking, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                var waits = (await OpenStepsAsync(session, lease.RunId, lease.Generation)).Where(step => step.WaitKind is not null).ToList();
                var ready = waits.Count < parking.Steps || await CameMeanwhileAsync(session, lease.RunId, waits, parking.Limits)
                    || (!parking.Undoing && await IsCancelledAsync(session, lease));
                var person = waits.FirstOrDefault(step => step.Attention is not null);
                var due = ready ? null : waits.Min(step => step.DueMs);
                var state = ready ? RunState.Queued : person is not null ? RunState.NeedsAttention : RunState.Waiting;
                await session.ExecuteAsync(
                    """
                    UPDATE run SET state = @state, attention = @attention, why = @why, due_ms = @due, owner = NULL, updated_ms = @now,
                      clean_epoch = CASE WHEN @Clean = 1 THEN epoch ELSE clean_epoch END
                    WHERE id = @RunId
                    """,
                    new
                    {
                        lease.RunId,
                        state,
                        attention = person?.Attention,
                        why = (person ?? waits.MinBy(step => step.DueMs ?? long.MaxValue))?.Sentence,
                        due,
                        now = NowMs,
                        parking.Clean,
                    });
                if (state == RunState.NeedsAttention)
                {
                    await ShowAsync(session, lease.RunId);
                }

                return new ParkedRun(ready, due);
            },
            cancellation);

    /// <summary>Parks a run as a whole because its code no longer fits.</summary>
    /// <param name="clean">True when this execution has met nothing that a cancel has to take back; earlier ones may have.</param>
    public Task ParkForAttentionAsync(RunLease lease, AttentionReason attention, string why, bool clean, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                await session.ExecuteAsync(
                    $"""
                    UPDATE run SET state = {States.NeedsAttention}, attention = @attention, why = @why, due_ms = NULL, owner = NULL, updated_ms = @now,
                      clean_epoch = CASE WHEN @clean = 1 AND clean_epoch = epoch - 1 THEN epoch ELSE clean_epoch END
                    WHERE id = @RunId
                    """,
                    new { lease.RunId, attention, why, now = NowMs, clean });
                await LogAsync(session, lease.RunId, RunLogLevel.Error, step: null, why);
                await ShowAsync(session, lease.RunId);
            },
            cancellation);

    /// <summary>Ends a run.</summary>
    /// <returns>True when somebody who waited for a place that it held can go on.</returns>
    /// <exception cref="LeaseLostException">Another worker owns the run; nothing was written.</exception>
    public async Task<bool> EndAsync(RunLease lease, RunEnd end, CancellationToken cancellation)
    {
        var row = new OwnedEnd(lease, end, NowMs);
        if (end is not { State: RunState.Succeeded, ParentId: null })
        {
            return await database.WriteAsync(session => EndWithMoreAsync(session, row), cancellation);
        }

        return await database.WriteAsync(RunEnds.Bulk, row, cancellation) ? false : throw new LeaseLostException(lease.RunId);
    }

    private async Task<bool> EndWithMoreAsync(IDbSession session, OwnedEnd row)
    {
        await LockParentAsync(session, row.End.ParentId);
        if (!(await RunEnds.Bulk.WriteAsync(session, [row]))[0])
        {
            throw new LeaseLostException(row.Lease.RunId);
        }

        await WakeParentAsync(session, row.End.ParentId, row.Lease.RunId);

        // Only a step that was stopped still holds a place.
        var woken = row.End.State == RunState.Cancelled && await FreeSlotsAsync(session, row.Lease.RunId);

        if (row.End.Why is { } why)
        {
            await LogAsync(session, row.Lease.RunId, row.End.State == RunState.Failed ? RunLogLevel.Error : RunLogLevel.Warning, step: null, why);
        }

        if (row.End.State is not RunState.Succeeded)
        {
            await ShowAsync(session, row.Lease.RunId);
        }

        return woken;
    }

    internal const string InForce = "(until_ms IS NULL OR until_ms > @now)";

    // A wake-up between looking and parking must not be lost.
    private async Task<bool> CameMeanwhileAsync(IDbSession session, long runId, List<OpenStep> waits, IReadOnlyDictionary<string, int> limits)
    {
        var now = NowMs;
        foreach (var step in waits.OrderBy(step => step.WaitOn, StringComparer.Ordinal))
        {
            if (step.DueMs <= now)
            {
                return true;
            }

            if (step.WaitOn is not null)
            {
                await LockNameAsync(session, step.WaitOn);
            }

            if (step.WaitKind == WaitKind.Block && await session.FindAsync<string>(
                $"SELECT scope FROM block WHERE scope = @WaitOn AND {InForce}", new { step.WaitOn, now }) is null)
            {
                return true;
            }

            if (step.WaitKind == WaitKind.Children && !await HasOpenChildAsync(session, runId, step.WaitOn!))
            {
                return true;
            }

            if (step.WaitKind == WaitKind.Slot && await session.FindAsync<long>(
                "SELECT COUNT(*) FROM slot WHERE resource = @WaitOn", new { step.WaitOn }) < limits.GetValueOrDefault(step.WaitOn!, 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets nobody else look at or change what is counted under a name (a resource, a scope) until this transaction ends.</summary>
    /// <remarks>SQLite has one writer, so that nobody else is there. Names are locked in their order, after the run's own row.</remarks>
    private static Task LockNameAsync(IDbSession session, string name)
        => session.Dialect == SqlDialect.Postgres
            ? session.QueryAsync<string>("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))::text", new { name })
            : Task.CompletedTask;

    private async Task BlockAsync(IDbSession session, string scope, long? untilMs, string sentence)
        => await session.ExecuteAsync(
            """
            INSERT INTO block(scope, until_ms, sentence, since_ms) VALUES(@scope, @untilMs, @sentence, @now)
            ON CONFLICT(scope) DO UPDATE SET until_ms = excluded.until_ms, sentence = excluded.sentence, since_ms = excluded.since_ms
            """,
            new { scope, untilMs, sentence, now = NowMs });

    private async Task<bool> FreeSlotsAsync(IDbSession session, long runId)
    {
        var woken = false;
        var resources = await session.QueryAsync<string>("SELECT DISTINCT resource FROM slot WHERE run_id = @runId ORDER BY resource", new { runId });
        foreach (var resource in resources)
        {
            await LockNameAsync(session, resource);
            await session.ExecuteAsync("DELETE FROM slot WHERE run_id = @runId AND resource = @resource", new { runId, resource });
            woken |= await WakeForSlotAsync(session, resource);
        }

        return woken;
    }

    private async Task<bool> ReleaseSlotAsync(IDbSession session, RunLease lease, string resource, string step)
    {
        await LockNameAsync(session, resource);
        await session.ExecuteAsync(
            "DELETE FROM slot WHERE resource = @resource AND run_id = @RunId AND step = @step", new { resource, lease.RunId, step });
        return await WakeForSlotAsync(session, resource);
    }

    // The first who waits is woken; it takes the place in the ordinary way, and waits again if somebody was faster.
    private async Task<bool> WakeForSlotAsync(IDbSession session, string resource)
        => await session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, attention = NULL, due_ms = NULL, updated_ms = @now WHERE id = (
              SELECT run.id FROM open_step JOIN run ON run.id = open_step.run_id
              WHERE open_step.wait_on = @resource AND open_step.wait_kind = @slot AND run.{States.Parked}
              ORDER BY open_step.started_ms, run.id LIMIT 1)
            """,
            new { resource, slot = WaitKind.Slot, now = NowMs }) > 0;
}

/// <summary>A scope that is held up.</summary>
/// <param name="UntilMs">Null: until a person acts.</param>
internal sealed record ScopeBlock(string Scope, long? UntilMs, string Sentence, long SinceMs);

/// <summary>A run that is to be parked.</summary>
/// <param name="Steps">How many of its steps wait, as far as its worker knows; a person may have answered for one in the meantime.</param>
/// <param name="Limits">The limits of the resources that its steps wait for.</param>
/// <param name="Clean">True when a cancel has nothing to take back.</param>
/// <param name="Undoing">True when it is cancelled, and waits with taking back.</param>
internal sealed record Parking(int Steps, IReadOnlyDictionary<string, int> Limits, bool Clean, bool Undoing);

/// <summary>What became of a run that was parked.</summary>
/// <param name="Ready">True when what one of its steps waits for has come in the meantime.</param>
/// <param name="DueMs">When it has to be woken; null: not by the clock.</param>
internal sealed record ParkedRun(bool Ready, long? DueMs);
