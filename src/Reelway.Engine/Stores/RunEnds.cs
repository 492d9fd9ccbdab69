using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>How a run ends.</summary>
/// <param name="ParentId">The run that may wait for this one, or null.</param>
internal sealed record RunEnd(RunState State, string? Why = null, bool DeadLetter = false, string? Output = null, long? ParentId = null);

/// <summary>An end and the lease by which it is written.</summary>
internal sealed record OwnedEnd(RunLease Lease, RunEnd End, long NowMs);

/// <summary>Ends runs. Answers false where the lease is lost.</summary>
internal sealed class RunEnds : IBulkWrite<OwnedEnd, bool>
{
    private RunEnds()
    {
    }

    public static RunEnds Bulk { get; } = new();

    public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<OwnedEnd> rows)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            var ended = (await EndAllAsync(session, rows)).ToHashSet();
            return [.. rows.Select(row => ended.Contains(row.Lease.RunId))];
        }

        var accepted = new bool[rows.Count];
        for (var i = 0; i < accepted.Length; i++)
        {
            accepted[i] = await EndAsync(session, rows[i]);
        }

        return accepted;
    }

    private static async Task<bool> EndAsync(IDbSession session, OwnedEnd row)
    {
        var ended = await session.ExecuteAsync(
            $"""
            UPDATE run SET state = @State, why = COALESCE(cancel_reason, @Why), dead_letter = @DeadLetter, attention = NULL, due_ms = NULL, owner = NULL,
              updated_ms = @NowMs, ended_ms = @NowMs
            WHERE id = @RunId AND epoch = @Epoch AND state = {States.Running}
            """,
            new { row.Lease.RunId, row.Lease.Epoch, row.End.State, row.End.Why, row.End.DeadLetter, row.NowMs });
        if (ended > 0 && row.End.Output is not null)
        {
            await session.ExecuteAsync("UPDATE run_data SET output = @Output WHERE run_id = @RunId", new { row.End.Output, row.Lease.RunId });
        }

        return ended > 0;
    }

    // The runs are locked in the order of their ids, as everybody does who locks several.
    private static Task<IReadOnlyList<long>> EndAllAsync(IDbSession session, IReadOnlyList<OwnedEnd> rows)
        => session.QueryAsync<long>(
            $"""
            WITH asked AS (
              SELECT * FROM unnest(@runs, @epochs, @states, @whys, @letters, @outputs, @times)
                AS row(id, epoch, state, why, dead_letter, output, now_ms)),
            owned AS (
              SELECT id, epoch FROM run WHERE id = ANY(@runs) AND state = {States.Running} ORDER BY id FOR NO KEY UPDATE),
            ended AS (
              UPDATE run SET state = asked.state, why = COALESCE(run.cancel_reason, asked.why), dead_letter = asked.dead_letter, attention = NULL,
                due_ms = NULL, owner = NULL, updated_ms = asked.now_ms, ended_ms = asked.now_ms
              FROM asked JOIN owned ON owned.id = asked.id AND owned.epoch = asked.epoch
              WHERE run.id = asked.id
              RETURNING run.id),
            kept AS (
              UPDATE run_data SET output = asked.output FROM asked JOIN ended ON ended.id = asked.id
              WHERE run_data.run_id = asked.id AND asked.output IS NOT NULL)
            SELECT id FROM ended
            """,
            new
            {
                runs = rows.Select(row => row.Lease.RunId).ToArray(),
                epochs = rows.Select(row => row.Lease.Epoch).ToArray(),
                states = rows.Select(row => (long)row.End.State).ToArray(),
                whys = rows.Select(row => row.End.Why).ToArray(),
                letters = rows.Select(row => row.End.DeadLetter ? 1L : 0L).ToArray(),
                outputs = rows.Select(row => row.End.Output).ToArray(),
                times = rows.Select(row => row.NowMs).ToArray(),
            });
}
