using Reelway.Engine;
using Reelway.Events;
using Reelway.Storage;

namespace Reelway.Incoming;

/// <summary>A delivery that is to be stored, with what comes of it.</summary>
internal sealed record IncomingRow(
    long Id, string Receiver, string Delivery, long AtMs, string Address, string MediaType, string Body, bool IsBase64, string State, string Sentence)
{
    public PreparedRun? Run { get; init; }

    public PreparedEvent? Event { get; init; }
}

/// <summary>What became of a delivery.</summary>
/// <param name="Id">Its own, or that of the one that it repeats.</param>
/// <param name="Created">False when it had come before.</param>
internal sealed record StoredDelivery(long Id, bool Created, StartedRun? Run);

internal sealed partial class IncomingStore
{
    /// <summary>Stores deliveries, each once, together with the runs and events that come of them.</summary>
    private sealed class Writes(IRunStarts starts) : IBulkWrite<IncomingRow, StoredDelivery>
    {
        public async Task<IReadOnlyList<StoredDelivery>> WriteAsync(IDbSession session, IReadOnlyList<IncomingRow> rows)
        {
            var created = (session.Dialect == SqlDialect.Postgres ? await InsertAllAsync(session, rows) : await InsertEachAsync(session, rows)).ToHashSet();
            var news = rows.Where(row => created.Contains(row.Id)).ToList();
            var runs = await StartAsync(session, [.. news.Where(row => row.Run is not null)]);
            await EventStore.RecordAsync(session, [.. news.Select(row => row.Event).OfType<PreparedEvent>()]);
            var results = new List<StoredDelivery>(rows.Count);
            foreach (var row in rows)
            {
                results.Add(created.Contains(row.Id) ? new StoredDelivery(row.Id, Created: true, runs.GetValueOrDefault(row.Id)) : await RepeatAsync(session, row));
            }

            return results;
        }

        private async Task<Dictionary<long, StartedRun>> StartAsync(IDbSession session, IReadOnlyList<IncomingRow> rows)
        {
            if (rows.Count == 0)
            {
                return [];
            }

            var started = await starts.WriteAsync(session, [.. rows.Select(row => row.Run!)]);
            foreach (var (row, run) in rows.Zip(started))
            {
                await session.ExecuteAsync("UPDATE incoming SET run_id = @run WHERE id = @Id", new { run = run.Id.Value, row.Id });
            }

            return rows.Zip(started).ToDictionary(one => one.First.Id, one => one.Second);
        }

        private static async Task<StoredDelivery> RepeatAsync(IDbSession session, IncomingRow row)
            => new(
                (await session.QueryAsync<long>("UPDATE incoming SET repeats = repeats + 1 WHERE receiver = @Receiver AND delivery = @Delivery RETURNING id", row))[0],
                Created: false,
                Run: null);

        private static async Task<IReadOnlyList<long>> InsertEachAsync(IDbSession session, IReadOnlyList<IncomingRow> rows)
        {
            var created = new List<long>(rows.Count);
            foreach (var row in rows)
            {
                if (await session.ExecuteAsync(
                    """
                    INSERT INTO incoming(id, receiver, delivery, at_ms, address, media_type, body, is_base64, state, sentence)
                    VALUES(@Id, @Receiver, @Delivery, @AtMs, @Address, @MediaType, @Body, @IsBase64, @State, @Sentence)
                    ON CONFLICT(receiver, delivery) DO NOTHING
                    """,
                    row) > 0)
                {
                    created.Add(row.Id);
                }
            }

            return created;
        }

        private static Task<IReadOnlyList<long>> InsertAllAsync(IDbSession session, IReadOnlyList<IncomingRow> rows) => session.QueryAsync<long>(
            """
            INSERT INTO incoming(id, receiver, delivery, at_ms, address, media_type, body, is_base64, state, sentence)
            SELECT * FROM unnest(@ids, @receivers, @deliveries, @times, @addresses, @types, @bodies, @bases, @states, @sentences)
            ON CONFLICT(receiver, delivery) DO NOTHING
            RETURNING id
            """,
            new
            {
                ids = rows.Select(row => row.Id).ToArray(),
                receivers = rows.Select(row => row.Receiver).ToArray(),
                deliveries = rows.Select(row => row.Delivery).ToArray(),
                times = rows.Select(row => row.AtMs).ToArray(),
                addresses = rows.Select(row => row.Address).ToArray(),
                types = rows.Select(row => row.MediaType).ToArray(),
                bodies = rows.Select(row => row.Body).ToArray(),
                bases = rows.Select(row => row.IsBase64 ? 1L : 0L).ToArray(),
                states = rows.Select(row => row.State).ToArray(),
                sentences = rows.Select(row => row.Sentence).ToArray(),
            });
    }
}
