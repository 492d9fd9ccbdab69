using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Children that one statement inserts: bounds its parameters.</summary>
    private const int ChildrenAtOnce = 500;

    /// <summary>A new id for a run.</summary>
    public long NextId() => ids.Next();

    /// <summary>Starts the child runs of a step that don't exist yet, all or none, and remembers that the step waits for them.</summary>
    /// <returns>False when the run was cancelled in the meantime: nothing is begun then.</returns>
    public Task<bool> StartChildrenAsync(RunLease lease, NewChildren children, OpenStep waiting, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                if (await IsCancelledAsync(session, lease))
                {
                    return false;
                }

                foreach (var batch in children.Children.Chunk(ChildrenAtOnce))
                {
                    await InsertChildrenAsync(session, lease, children, batch);
                }

                await UpsertOpenStepAsync(session, lease, waiting);
                return true;
            },
            cancellation);

    /// <summary>How the children of a step have ended; null while one of them has not.</summary>
    public Task<IReadOnlyList<EndedChild>?> EndedChildrenAsync(long parentId, string group, CancellationToken cancellation)
        => database.ReadAsync(
            async session => await HasOpenChildAsync(session, parentId, group) ? null : await session.QueryAsync<EndedChild>(
                """
                SELECT run.id, run.key, run.state, run.why, COALESCE(run_data.output, archived.output) AS output
                FROM run LEFT JOIN run_data ON run_data.run_id = run.id LEFT JOIN run_data_archive AS archived ON archived.run_id = run.id
                WHERE run.parent_id = @parentId AND run.parent_step = @group AND (run_data.run_id IS NOT NULL OR archived.run_id IS NOT NULL)
                """,
                new { parentId, group }),
            cancellation);

    private async Task InsertChildrenAsync(IDbSession session, RunLease lease, NewChildren children, NewChild[] batch)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await InsertAsync(
                "unnest(@ids, @keys, @hashes, @inputs) AS child(id, key, hash, input)",
                new
                {
                    lease.RunId,
                    children.Flow,
                    children.Version,
                    children.Queue,
                    children.Group,
                    children.TraceParent,

                    now = NowMs,
                    ids = batch.Select(child => child.Id),
                    keys = batch.Select(child => child.Key),
                    hashes = batch.Select(child => child.Hash),
                    inputs = batch.Select(child => child.Input),
                });
            return;
        }

        // In the one process that writes, a prepared statement per row costs less than anything cleverer.
        foreach (var child in batch)
        {
            await InsertAsync(
                "(SELECT @Id AS id, @Key AS key, @Hash AS hash, @Input AS input) AS child",
                new { lease.RunId, children.Flow, children.Version, children.Queue, children.Group, children.TraceParent, now = NowMs, child.Id, child.Key, child.Hash, child.Input });
        }

        async Task InsertAsync(string source, object parameters)
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, ready_ms, created_ms, updated_ms, trace_parent, stamp, parent_id, parent_step)
                SELECT child.id, @Flow, @Version, child.key, child.hash, @Queue, 0, @now, @now, @now,
                  COALESCE(@TraceParent, parent.trace_parent), parent.stamp, parent.id, @Group
                FROM run AS parent CROSS JOIN {source} WHERE parent.id = @RunId
                ON CONFLICT(flow, key) DO NOTHING
                """,
                parameters);

            // Only a run that was inserted just now has the new id.
            await session.ExecuteAsync(
                $"INSERT INTO run_data(run_id, input) SELECT run.id, child.input FROM run JOIN {source} ON child.id = run.id", parameters);
        }
    }

    private static async Task<bool> HasOpenChildAsync(IDbSession session, long parentId, string group)
        => await session.FindAsync<long?>(
            $"SELECT id FROM run WHERE parent_id = @parentId AND parent_step = @group AND {States.Open} LIMIT 1", new { parentId, group }) is not null;

    // A parent is locked before its children, so that of two children that end at once the second sees the first.
    private static async Task LockParentAsync(IDbSession session, long? parentId)
    {
        if (parentId is not null && session.Dialect == SqlDialect.Postgres)
        {
            await session.FindAsync<long?>($"SELECT id FROM run WHERE id = @parentId{Locked(session)}", new { parentId });
        }
    }

    private static async Task LockParentsAsync(IDbSession session, IReadOnlyList<long> runs)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await session.QueryAsync<long>(
                $"SELECT id FROM run WHERE id IN (SELECT parent_id FROM run WHERE id IN @runs) ORDER BY id{Locked(session)}", new { runs });
        }
    }

    // What a run becomes later is no news to a parent that has gone on.
    private static async Task<string> ParentHasSeenAsync(IDbSession session, RunHead run)
        => await session.FindAsync<SeenBy>(
            """
            SELECT parent.id, step.name FROM run AS child
              JOIN run AS parent ON parent.id = child.parent_id
              JOIN step ON step.run_id = parent.id AND step.generation = parent.generation AND step.kind = @children
            WHERE child.id = @Id AND child.parent_step = step.name || '/' || COALESCE((SELECT n FROM redo WHERE run_id = parent.id AND redo.step = step.name), 0)
            """,
            new { run.Id, children = StepKind.Children }) is { } parent
            ? $" Its parent {new RunId(parent.Id)} goes by what it has seen; replay it from step \"{parent.Name}\" to let it look again."
            : "";

    // The last of a step's children to end wakes the parent. One that is about to park looks by itself.
    private async Task WakeParentAsync(IDbSession session, long? parentId, long childId)
    {
        if (parentId is null)
        {
            return;
        }

        await session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, attention = NULL, due_ms = NULL, ready_ms = @now, updated_ms = @now
            WHERE id = @parentId AND {States.Parked} AND EXISTS (
              SELECT 1 FROM open_step JOIN run AS child ON child.id = @childId AND child.parent_step = open_step.wait_on
              WHERE open_step.run_id = run.id AND open_step.generation = run.generation AND open_step.wait_kind = @children
                AND NOT EXISTS (
                  SELECT 1 FROM run AS sibling
                  WHERE sibling.parent_id = @parentId AND sibling.parent_step = child.parent_step AND sibling.{States.Open}))
            """,
            new { parentId, childId, children = WaitKind.Children, now = NowMs });
    }

    // For runs that were ended many at a time.
    private Task<int> WakeParentsAsync(IDbSession session)
        => session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, attention = NULL, due_ms = NULL, ready_ms = @now, updated_ms = @now
            WHERE {States.Parked} AND id IN (
              SELECT open_step.run_id FROM open_step JOIN run AS parent ON parent.id = open_step.run_id AND parent.generation = open_step.generation
              WHERE open_step.wait_on IS NOT NULL AND open_step.wait_kind = @children AND NOT EXISTS (
                SELECT 1 FROM run AS child
                WHERE child.parent_id = open_step.run_id AND child.parent_step = open_step.wait_on AND child.{States.Open}))
            """,
            new { children = WaitKind.Children, now = NowMs });
}

/// <summary>The step that has gone on without a child.</summary>
internal sealed record SeenBy(long Id, string Name);

/// <summary>The child runs of a step, to be started.</summary>
/// <param name="Group">Whose children they are: the step, and how often it was asked for again.</param>
/// <param name="TraceParent">The W3C trace context of the parent; null when that is not traced.</param>
internal sealed record NewChildren(string Flow, int Version, string Queue, string Group, IReadOnlyList<NewChild> Children, string? TraceParent);

/// <summary>A child run to be started.</summary>
internal sealed record NewChild(long Id, string Key, string Input, string Hash);

/// <summary>A child run that has ended.</summary>
internal sealed record EndedChild(long Id, string Key, RunState State, string? Why, string? Output);
