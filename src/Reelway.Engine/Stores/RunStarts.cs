using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Makes runs durable: one row each, and their inputs.</summary>
internal sealed class RunStarts : IBulkWrite<NewRun, StartedRun>
{
    private RunStarts()
    {
    }

    public static RunStarts Bulk { get; } = new();

    public async Task<IReadOnlyList<StartedRun>> WriteAsync(IDbSession session, IReadOnlyList<NewRun> rows)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            var made = (await InsertAllAsync(session, rows)).ToHashSet();
            var existing = made.Count == rows.Count ? [] : await FindAllAsync(session, [.. rows.Where(row => !made.Contains(row.Id))]);
            return [.. rows.Select(row => made.Contains(row.Id) ? Created(row) : existing[row.Id])];
        }

        var results = new StartedRun[rows.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await InsertAsync(session, rows[i]) ? Created(rows[i]) : await FindAsync(session, rows[i]);
        }

        return results;
    }

    private static StartedRun Created(NewRun run) => new(new RunId(run.Id), Created: true, InputDiffers: false);

    private static async Task<StartedRun> FindAsync(IDbSession session, NewRun run)
    {
        var (id, hash) = await session.FindAsync<(RunId, string)>("SELECT id, input_hash FROM run WHERE flow = @Flow AND key = @Key", run);
        return Existing(id, hash, run.InputHash);
    }

    private static StartedRun Existing(RunId id, string hash, string asked) => new(id, Created: false, InputDiffers: hash != asked);

    private static async Task<Dictionary<long, StartedRun>> FindAllAsync(IDbSession session, IReadOnlyList<NewRun> rows)
        => (await session.QueryAsync<(long Asked, RunId Id, string Hash, string AskedHash)>(
            """
            SELECT asked.id, run.id, run.input_hash, asked.hash
            FROM unnest(@ids, @flows, @keys, @hashes) AS asked(id, flow, key, hash) JOIN run ON run.flow = asked.flow AND run.key = asked.key
            """,
            new
            {
                ids = rows.Select(row => row.Id).ToArray(),
                flows = rows.Select(row => row.Flow).ToArray(),
                keys = rows.Select(row => row.Key).ToArray(),
                hashes = rows.Select(row => row.InputHash).ToArray(),
            })).ToDictionary(found => found.Asked, found => Existing(found.Id, found.Hash, found.AskedHash));

    private static async Task<bool> InsertAsync(IDbSession session, NewRun run)
    {
        var inserted = await session.ExecuteAsync(
            """
            INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, why, due_ms, epoch, owner, ready_ms, trace_parent, stamp, created_ms, updated_ms)
            VALUES(@Id, @Flow, @Version, @Key, @InputHash, @Queue, @State, @Why, @DueMs, @Epoch, @Owner, @NowMs, @TraceParent, @Stamp, @NowMs, @NowMs)
            ON CONFLICT(flow, key) DO NOTHING
            """,
            run);
        if (inserted > 0)
        {
            await session.ExecuteAsync("INSERT INTO run_data(run_id, input) VALUES(@Id, @Input)", run);
        }

        return inserted > 0;
    }

    private static Task<IReadOnlyList<long>> InsertAllAsync(IDbSession session, IReadOnlyList<NewRun> rows)
        => session.QueryAsync<long>(
            """
            WITH asked AS (
              SELECT * FROM unnest(@ids, @flows, @versions, @queues, @keys, @inputs, @hashes, @states, @whys, @dues, @epochs, @owners, @traces, @stamps, @times)
                AS row(id, flow, version, queue, key, input, hash, state, why, due_ms, epoch, owner, trace_parent, stamp, now_ms)),
            started AS (
              INSERT INTO run(id, flow, flow_version, key, input_hash, queue, state, why, due_ms, epoch, owner, ready_ms, trace_parent, stamp, created_ms, updated_ms)
              SELECT id, flow, version, key, hash, queue, state, why, due_ms, epoch, owner, now_ms, trace_parent, stamp, now_ms, now_ms FROM asked
              ON CONFLICT(flow, key) DO NOTHING
              RETURNING id),
            kept AS (
              INSERT INTO run_data(run_id, input) SELECT asked.id, asked.input FROM asked JOIN started ON started.id = asked.id)
            SELECT id FROM started
            """,
            new
            {
                ids = rows.Select(row => row.Id).ToArray(),
                flows = rows.Select(row => row.Flow).ToArray(),
                versions = rows.Select(row => (long)row.Version).ToArray(),
                queues = rows.Select(row => row.Queue).ToArray(),
                keys = rows.Select(row => row.Key).ToArray(),
                inputs = rows.Select(row => row.Input).ToArray(),
                hashes = rows.Select(row => row.InputHash).ToArray(),
                states = rows.Select(row => (long)row.State).ToArray(),
                whys = rows.Select(row => row.Why).ToArray(),
                dues = rows.Select(row => row.DueMs).ToArray(),
                epochs = rows.Select(row => row.Epoch).ToArray(),
                owners = rows.Select(row => row.Owner).ToArray(),
                traces = rows.Select(row => row.TraceParent).ToArray(),
                stamps = rows.Select(row => row.Stamp).ToArray(),
                times = rows.Select(row => row.NowMs).ToArray(),
            });
}
