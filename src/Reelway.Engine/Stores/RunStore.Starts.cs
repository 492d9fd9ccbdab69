using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>The run with its id, the time and the stamp. A time to begin at that has passed is none.</summary>
    public NewRun Draft(NewRun run)
    {
        var now = NowMs;
        return run with { Id = ids.Next(), NowMs = now, Stamp = stamp.Text, DueMs = run.DueMs > now ? run.DueMs : null };
    }

    /// <summary>Makes a draft durable, or finds the run that has this flow and key.</summary>
    public Task<StartedRun> StartAsync(NewRun run, Func<IDbSession, Task>? also, CancellationToken cancellation)
        => also is null
            ? database.WriteAsync(RunStarts.Bulk, run, cancellation)
            : database.WriteAsync(
                async session =>
                {
                    var started = (await RunStarts.Bulk.WriteAsync(session, [run]))[0];
                    if (started.Created)
                    {
                        await also(session);
                    }

                    return started;
                },
                cancellation);

    /// <summary>Makes drafts durable, or finds the runs that have their flows and keys, as one transaction with what comes with them.</summary>
    public Task<IReadOnlyList<StartedRun>> StartManyAsync(
        IReadOnlyList<NewRun> runs, Func<IDbSession, IReadOnlyList<StartedRun>, Task> also, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                IReadOnlyList<StartedRun> started = runs.Count == 0 ? [] : await RunStarts.Bulk.WriteAsync(session, runs);
                await also(session, started);
                return started;
            },
            cancellation);

    /// <summary>Lets a run that has not begun begin at another time.</summary>
    public Task<MoveResult> MoveStartAsync(string flow, string key, long dueMs, Func<IDbSession, Task>? also, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var why = NewRun.BeginsAt(dueMs);
                if (await session.ExecuteAsync(
                    $"""
                    UPDATE run SET state = @waiting, due_ms = @dueMs, why = @why, updated_ms = @now
                    WHERE flow = @flow AND key = @key AND {NotBegun}
                    """,
                    new { flow, key, dueMs, why, waiting = RunState.Waiting, now = NowMs }) > 0)
                {
                    await (also?.Invoke(session) ?? Task.CompletedTask);
                    return new MoveResult(Moved: true, why);
                }

                return await session.FindAsync<RunState?>("SELECT state FROM run WHERE flow = @flow AND key = @key", new { flow, key }) is { } state
                    ? new MoveResult(Moved: false, $"It has begun already, and is {state.Name()}; only a run that has not begun can be moved to another time.")
                    : NoSuchRun;
            },
            cancellation);

    /// <summary>Cancels those of a flow's runs that have not begun.</summary>
    /// <returns>The runs, by their keys.</returns>
    public Task<IReadOnlyDictionary<string, RunId>> CancelStartsAsync(
        string flow, IReadOnlyList<string> keys, string reason, Func<IDbSession, IReadOnlyCollection<string>, Task>? also, CancellationToken cancellation)
        => database.WriteAsync<IReadOnlyDictionary<string, RunId>>(
            async session =>
            {
                var cancelled = new Dictionary<string, RunId>();
                foreach (var batch in keys.Distinct().Order(StringComparer.Ordinal).Chunk(BatchSize))
                {
                    foreach (var run in await CancelStartsAsync(session, flow, batch, reason))
                    {
                        cancelled[run.Key] = run.Id;
                    }
                }

                await (also?.Invoke(session, cancelled.Keys) ?? Task.CompletedTask);
                return cancelled;
            },
            cancellation);

    private async Task<IReadOnlyList<(RunId Id, string Key)>> CancelStartsAsync(IDbSession session, string flow, string[] keys, string reason)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await session.QueryAsync<long>($"SELECT id FROM run WHERE flow = @flow AND key IN @keys AND {NotBegun} ORDER BY id{Locked(session)}", new { flow, keys });
        }

        return await session.QueryAsync<(RunId Id, string Key)>(
            $"""
            UPDATE run SET state = @cancelled, cancel_reason = @reason, why = @reason, due_ms = NULL, epoch = epoch + 1, updated_ms = @now, ended_ms = @now
            WHERE flow = @flow AND key IN @keys AND {NotBegun}
            RETURNING id, key
            """,
            new { flow, keys, reason, cancelled = RunState.Cancelled, now = NowMs });
    }

    // The run's row alone says whether it has begun: the first claim raises its epoch. A child run belongs to its parent's step.
    private const string NotBegun = $"state IN ({States.Queued}, {States.Waiting}) AND epoch = 0 AND parent_id IS NULL";
}
