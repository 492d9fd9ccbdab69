using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>How long a key is known after its run's end: senders repeat their events for up to this long.</summary>
    private static readonly TimeSpan KeysStay = TimeSpan.FromDays(30);

    private static readonly string[] RunTables = ["slot", .. ArchivedTables.All.SelectMany(table => new[] { table.Name, $"{table.Name}_archive" })];

    // An open parent reads its children's results once more when it is replayed.
    private const string Ended = $"{States.Ended} AND ended_ms < @before AND (parent_id IS NULL OR NOT EXISTS (SELECT 1 FROM run AS parent WHERE parent.id = run.parent_id AND parent.{States.Open}))";

    /// <summary>Removes what ended runs did, and those runs whose keys need no longer be known.</summary>
    public async Task<PurgeResult> PurgeAsync(TimeSpan olderThan, CancellationToken cancellation)
    {
        var now = NowMs;
        var before = now - (long)olderThan.TotalMilliseconds;
        var removed = await BatchesAsync(Math.Min(before, now - (long)KeysStay.TotalMilliseconds), withRun: true, cancellation);
        var emptied = await BatchesAsync(before, withRun: false, cancellation);
        return new PurgeResult(removed, emptied);
    }

    /// <summary>Takes a failed run out of the dead letters.</summary>
    public Task<MoveResult> DropAsync(RunId id, string reason, MoveResult notDead, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await HeadAsync(session, id) is not { } run)
                {
                    return NoSuchRun;
                }

                if (await session.ExecuteAsync($"UPDATE run SET dead_letter = 0, aside_ms = @now WHERE id = @Id AND state = {States.Failed} AND dead_letter = 1", new { run.Id, now = NowMs }) == 0)
                {
                    return notDead;
                }

                await LogAsync(session, run.Id, RunLogLevel.Info, step: null, $"Taken out of the dead letters by hand: {reason}");
                return new MoveResult(Moved: true, "It stays failed, and is no dead letter any more.");
            },
            cancellation);

    // One transaction per batch, so that nobody waits long for a purge of years.
    private async Task<long> BatchesAsync(long before, bool withRun, CancellationToken cancellation)
    {
        var total = 0L;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = await database.WriteAsync(session => PurgeBatchAsync(session, before, withRun), cancellation);
            total += count;
            if (count < BatchSize)
            {
                return total;
            }
        }
    }

    private static async Task<int> PurgeBatchAsync(IDbSession session, long before, bool withRun)
    {
        var hasMore = withRun ? "" : "AND (EXISTS (SELECT 1 FROM run_data WHERE run_id = run.id) OR EXISTS (SELECT 1 FROM run_data_archive WHERE run_id = run.id))";
        var runs = await session.QueryAsync<long>(
            $"SELECT id FROM run WHERE {Ended} {hasMore} ORDER BY id LIMIT @BatchSize {SkipLocked(session)}", new { before, BatchSize });
        if (runs.Count == 0)
        {
            return 0;
        }

        if (withRun)
        {
            await session.ExecuteAsync(
                "DELETE FROM signal WHERE EXISTS (SELECT 1 FROM run WHERE run.id IN @runs AND run.flow = signal.flow AND run.key = signal.key)", new { runs });
        }

        foreach (var table in RunTables)
        {
            await session.ExecuteAsync($"DELETE FROM {table} WHERE run_id IN @runs", new { runs });
        }

        if (withRun)
        {
            await session.ExecuteAsync("DELETE FROM run WHERE id IN @runs", new { runs });
        }

        return runs.Count;
    }
}
