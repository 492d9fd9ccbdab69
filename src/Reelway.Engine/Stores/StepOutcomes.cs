using Reelway.Engine.Execution;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>A row of the journal and the lease by which it is written.</summary>
internal sealed record OwnedRow(RunLease Lease, JournalRow Row)
{
    /// <summary>What its step's body writes with it.</summary>
    public IReadOnlyList<BulkRow> Rows { get; init; } = [];
}

/// <summary>Writes rows of the journal: what every step of every run pays. Answers false where the lease is lost.</summary>
internal sealed class StepOutcomes : IBulkWrite<OwnedRow, bool>
{
    private StepOutcomes()
    {
    }

    public static StepOutcomes Bulk { get; } = new();

    public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<OwnedRow> rows)
    {
        var accepted = session.Dialect == SqlDialect.Postgres ? await InsertTogetherAsync(session, rows) : await InsertEachAsync(session, rows);
        await BulkRow.WriteAsync(session, rows.Where((_, i) => accepted[i]).SelectMany(row => row.Rows));
        return accepted;
    }

    private static async Task<bool[]> InsertTogetherAsync(IDbSession session, IReadOnlyList<OwnedRow> rows)
    {
        var written = (await InsertAllAsync(session, rows)).ToHashSet();
        return [.. rows.Select(row => written.Contains((row.Lease.RunId, row.Row.Pos)))];
    }

    private static async Task<bool[]> InsertEachAsync(IDbSession session, IReadOnlyList<OwnedRow> rows)
    {
        var accepted = new bool[rows.Count];
        for (var i = 0; i < accepted.Length; i++)
        {
            accepted[i] = await InsertAsync(session, rows[i].Lease, rows[i].Row);
        }

        return accepted;
    }

    // Fence and row in one statement.
    private static async Task<bool> InsertAsync(IDbSession session, RunLease lease, JournalRow row)
        => await session.ExecuteAsync(
            $"""
            INSERT INTO step(run_id, generation, pos, name, kind, outcome, epoch, attempts, output, fault, started_ms, ended_ms)
            SELECT id, @Generation, @Pos, @Name, @Kind, @Outcome, @Epoch, @Attempts, @Output, @Fault, @StartedMs, @EndedMs
            FROM run WHERE id = @RunId AND epoch = @Epoch AND state = {States.Running}
            ON CONFLICT(run_id, generation, pos) DO UPDATE SET outcome = excluded.outcome, ended_ms = excluded.ended_ms
            """,
            new
            {
                lease.RunId,
                lease.Generation,
                lease.Epoch,
                row.Pos,
                row.Name,
                row.Kind,
                row.Outcome,
                row.Attempts,
                row.Output,
                row.Fault,
                row.StartedMs,
                row.EndedMs,
            }) > 0;

    // The runs are locked in the order of their ids, as everybody does who locks several.
    private static Task<IReadOnlyList<(long RunId, long Pos)>> InsertAllAsync(IDbSession session, IReadOnlyList<OwnedRow> rows)
        => session.QueryAsync<(long RunId, long Pos)>(
            $"""
            WITH asked AS (
              SELECT * FROM unnest(@runs, @epochs, @generations, @positions, @names, @kinds, @outcomes, @attempts, @outputs, @faults, @starts, @ends)
                AS row(run_id, epoch, generation, pos, name, kind, outcome, attempts, output, fault, started_ms, ended_ms)),
            owned AS (
              SELECT id, epoch FROM run WHERE id = ANY(@runs) AND state = {States.Running} ORDER BY id FOR NO KEY UPDATE)
            INSERT INTO step(run_id, generation, pos, name, kind, outcome, epoch, attempts, output, fault, started_ms, ended_ms)
            SELECT run_id, generation, pos, name, kind, outcome, asked.epoch, attempts, output, fault, started_ms, ended_ms
            FROM asked JOIN owned ON owned.id = asked.run_id AND owned.epoch = asked.epoch
            ON CONFLICT(run_id, generation, pos) DO UPDATE SET outcome = excluded.outcome, ended_ms = excluded.ended_ms
            RETURNING run_id, pos
            """,
            new
            {
                runs = rows.Select(row => row.Lease.RunId).ToArray(),
                epochs = rows.Select(row => row.Lease.Epoch).ToArray(),
                generations = rows.Select(row => row.Lease.Generation).ToArray(),
                positions = rows.Select(row => row.Row.Pos).ToArray(),
                names = rows.Select(row => row.Row.Name).ToArray(),
                kinds = rows.Select(row => (long)row.Row.Kind).ToArray(),
                outcomes = rows.Select(row => (long)row.Row.Outcome).ToArray(),
                attempts = rows.Select(row => row.Row.Attempts).ToArray(),
                outputs = rows.Select(row => row.Row.Output).ToArray(),
                faults = rows.Select(row => row.Row.Fault).ToArray(),
                starts = rows.Select(row => row.Row.StartedMs).ToArray(),
                ends = rows.Select(row => row.Row.EndedMs).ToArray(),
            });
}
