using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Cancels a run and its children: one that nobody executes and that has nothing to take back ends at once, others are marked for their worker.</summary>
    public Task<CancelledRuns> CancelAsync(RunId id, string reason, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var parentId = await session.FindAsync<long?>("SELECT parent_id FROM run WHERE id = @Value", new { id.Value });
                await LockParentAsync(session, parentId);
                if (await HeadAsync(session, id) is not { } run)
                {
                    return new CancelledRuns(NoSuchRun, []);
                }

                if (run.State.HasEnded())
                {
                    return new CancelledRuns(new MoveResult(Moved: false, $"It has ended already ({run.State.Name()})."), []);
                }

                var runs = await WithOpenDescendantsAsync(session, run.Id);
                foreach (var batch in runs.Order().Chunk(CancelledAtOnce))
                {
                    await CancelAsync(session, run.Id, batch, reason);
                }

                await LogAsync(session, run.Id, RunLogLevel.Warning, step: null, $"Cancelled: {reason}");
                var after = (await HeadAsync(session, id))!.State;
                if (after.HasEnded())
                {
                    await WakeParentAsync(session, parentId, run.Id);
                }

                return new CancelledRuns(new MoveResult(Moved: true, Sentence(after, runs.Count - 1)), runs);
            },
            cancellation);

    /// <summary>Runs that one statement cancels: bounds its parameters.</summary>
    private const int CancelledAtOnce = 500;

    private static string Sentence(RunState after, int children)
    {
        var own = after switch
        {
            RunState.Running => "Its running step is being stopped; no other begins.",
            RunState.Cancelled => "Cancelled.",
            _ => "No step of it begins any more; a worker takes back what its flow says. Cancel it again to end it without that.",
        };
        return children == 0 ? own : $"{own} So are its {children} child runs.";
    }

    private static async Task<bool> IsCancelledAsync(IDbSession session, RunLease lease)
        => await session.FindAsync<string>("SELECT cancel_reason FROM run WHERE id = @RunId", lease) is not null;

    // Slots are held by running steps alone, and those give them back themselves.
    private async Task CancelAsync(IDbSession session, long root, long[] runs, string reason)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await session.QueryAsync<long>($"SELECT id FROM run WHERE id IN @runs ORDER BY id{Locked(session)}", new { runs });
        }

        // Only its flow's code knows whether something is to be taken back; a second cancel of the run itself no longer asks it.
        var ended = await session.QueryAsync<long>(
            $"""
            UPDATE run SET cancel_reason = @reason, state = {States.Cancelled}, why = @reason, attention = NULL, due_ms = NULL, epoch = epoch + 1,
              updated_ms = @now, ended_ms = @now
            WHERE id IN @runs AND state IN ({States.Queued}, {States.Waiting}, {States.NeedsAttention}) AND (clean_epoch = epoch OR (cancel_reason IS NOT NULL AND id = @root))
            RETURNING id
            """,
            new { root, runs, reason, now = NowMs });
        foreach (var run in ended)
        {
            await ShowAsync(session, run);
        }

        await session.ExecuteAsync(
            $"""
            UPDATE run SET cancel_reason = @reason, updated_ms = @now, attention = NULL, due_ms = NULL,
              why = @reason, state = CASE WHEN state = {States.Running} THEN {States.Running} ELSE {States.Queued} END
            WHERE id IN @runs AND {States.Open} AND cancel_reason IS NULL
            """,
            new { runs, reason, now = NowMs });
    }

    private static async Task<List<long>> WithOpenDescendantsAsync(IDbSession session, long id)
    {
        var all = new List<long> { id };
        for (var seen = 0; seen < all.Count;)
        {
            var parents = all.Skip(seen).Take(CancelledAtOnce).ToArray();
            seen += parents.Length;
            all.AddRange(await session.QueryAsync<long>($"SELECT id FROM run WHERE parent_id IN @parents AND {States.Open}", new { parents }));
        }

        return all;
    }
}

/// <summary>What became of a cancel.</summary>
/// <param name="Runs">The runs that it has reached, children included.</param>
internal sealed record CancelledRuns(MoveResult Result, IReadOnlyList<long> Runs);
