using Reelway.Engine.Execution;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>Lets the steps of a cancelled run wait for nothing any more, except for child runs that are still at work.</summary>
    /// <returns>How many steps have such children.</returns>
    public Task<int> BeginUndoAsync(RunLease lease, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await FenceAsync(session, lease);
                await session.ExecuteAsync(
                    $"""
                    UPDATE open_step SET wait_kind = NULL, wait_on = NULL, due_ms = NULL, attention = NULL, sentence = NULL
                    WHERE run_id = @RunId AND generation = @Generation AND kind <> @undo AND NOT (wait_kind = @children AND EXISTS (
                      SELECT 1 FROM run AS child WHERE child.parent_id = @RunId AND child.parent_step = open_step.wait_on AND child.{States.Open}))
                    """,
                    new { lease.RunId, lease.Generation, undo = StepKind.Undo, children = WaitKind.Children });
                return (int)await session.FindAsync<long>(
                    "SELECT COUNT(*) FROM open_step WHERE run_id = @RunId AND generation = @Generation AND wait_kind = @children",
                    new { lease.RunId, lease.Generation, children = WaitKind.Children });
            },
            cancellation);
}
