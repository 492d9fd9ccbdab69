using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Storage;

namespace Reelway.Incoming;

/// <summary>What came in from outside: what was taken, each delivery once, and what was refused, counted.</summary>
internal sealed partial class IncomingStore(IDatabase database, IRunStarts starts) : IAgeing
{
    private const string Columns = "id, receiver, delivery, at_ms, address, media_type, state, sentence, run_id, repeats";

    /// <summary>Senders try for up to three days, and longer after a person's wish: what identifies a delivery is kept at least so long.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromDays(7);

    private readonly Writes _writes = new(starts);

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("incoming", typeof(IncomingStore).Assembly, "Reelway.Incoming.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>Stores a delivery with what comes of it, or finds the one that it repeats.</summary>
    public async Task<StoredDelivery> AddAsync(IncomingRow row, CancellationToken cancellation)
    {
        var stored = await database.WriteAsync(_writes, row, cancellation);
        if (stored.Run is { } run)
        {
            starts.Tell(row.Run!, run);
        }

        return stored;
    }

    /// <summary>Deliveries, newest first.</summary>
    /// <param name="receiver">Only of this one; null: of all.</param>
    public Task<IReadOnlyList<DeliveryIn>> ListAsync(string? receiver, long before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<DeliveryIn>(
            $"SELECT {Columns} FROM incoming WHERE id < @before{(receiver is null ? "" : " AND receiver = @receiver")} ORDER BY id DESC LIMIT @limit", new { receiver, before, limit }),
        cancellation);

    /// <summary>A delivery with its body; null when there is none.</summary>
    public Task<(DeliveryIn Delivery, string Body, bool IsBase64)?> FindAsync(IncomingId id, CancellationToken cancellation) => database.ReadAsync<(DeliveryIn, string, bool)?>(
        async session => await session.FindAsync<DeliveryIn>($"SELECT {Columns} FROM incoming WHERE id = @id", new { id }) is { } found
            ? await session.FindAsync<(string Body, long IsBase64)>("SELECT body, is_base64 FROM incoming WHERE id = @id", new { id }) is var (body, is64) ? (found, body, is64 == 1) : null
            : null,
        cancellation);

    /// <summary>Takes a delivery again: what comes of it this time is durable together with the note of who wanted it.</summary>
    public async Task<StartedRun?> TakeAgainAsync(IncomingId id, string actor, string sentence, PreparedRun? run, PreparedEvent? told, CancellationToken cancellation)
    {
        var started = await database.WriteAsync(
            async session =>
            {
                var began = run is null ? null : (await starts.WriteAsync(session, [run]))[0];
                await EventStore.RecordAsync(session, told is null ? [] : [told]);
                await session.ExecuteAsync(
                    "UPDATE incoming SET sentence = @sentence, state = @state, run_id = COALESCE(@run, run_id) WHERE id = @id",
                    new { id, sentence, state = run is null && told is null ? DeliveryIn.PassedBy : DeliveryIn.Taken, run = began?.Id.Value });
                await AuditStore.RecordAsync(session, database.NowMs, actor, "delivery.taken-again", $"delivery/{id}", sentence);
                return began;
            },
            cancellation);
        if (started is not null)
        {
            starts.Tell(run!, started);
        }

        return started;
    }

    /// <summary>Adds to what was refused.</summary>
    public Task AddRefusalsAsync(IReadOnlyList<RefusalRow> refusals, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            foreach (var refusal in refusals)
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO incoming_refusal(hour_ms, address, receiver, reason, status, count, first_ms, last_ms)
                    VALUES(@HourMs, @Address, @Receiver, @Reason, @Status, @Count, @FirstMs, @LastMs)
                    ON CONFLICT(hour_ms, address, receiver, reason) DO UPDATE
                    SET count = incoming_refusal.count + excluded.count, last_ms = excluded.last_ms, status = excluded.status
                    """,
                    refusal);
            }
        },
        cancellation);

    /// <summary>What was refused, the newest hour first, and in it the last first.</summary>
    /// <param name="skip">How many to leave out.</param>
    public Task<IReadOnlyList<RefusalRow>> RefusalsAsync(long skip, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<RefusalRow>(
            """
            SELECT hour_ms, address, receiver, reason, status, count, first_ms, last_ms
            FROM incoming_refusal ORDER BY hour_ms DESC, last_ms DESC, address, receiver, reason LIMIT @limit OFFSET @skip
            """,
            new { skip, limit }),
        cancellation);

    /// <summary>The last delivery of each receiver.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveryIn>> LastAsync(IReadOnlyList<string> receivers, CancellationToken cancellation)
    {
        var last = new Dictionary<string, DeliveryIn>(StringComparer.Ordinal);
        foreach (var receiver in receivers)
        {
            if (await ListAsync(receiver, long.MaxValue, 1, cancellation) is [var one])
            {
                last[receiver] = one;
            }
        }

        return last;
    }

    /// <summary>Removes what is older than an age, and than senders try.</summary>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var before = DateTimeOffset.FromUnixTimeMilliseconds(NowMs) - (age > LeastAge ? age : LeastAge);
        var first = IdGenerator.FirstAt(before);
        var purged = await database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM incoming_refusal WHERE hour_ms < @before", new { before = before.ToUnixTimeMilliseconds() }), cancellation);
        while (true)
        {
            var old = await database.ReadAsync(session => session.QueryAsync<long>("SELECT id FROM incoming WHERE id < @first ORDER BY id LIMIT 500", new { first }), cancellation);
            if (old.Count == 0)
            {
                return purged;
            }

            purged += await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM incoming WHERE id IN @old", new { old }), cancellation);
        }
    }
}

/// <summary>The id of a delivery that came in: <c>in_06agn9k2w4008</c>.</summary>
internal readonly record struct IncomingId(long Value) : ITypedId<IncomingId>
{
    public static string Prefix => "in_";

    public static IncomingId Of(long value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>A delivery as stored, without its body.</summary>
internal sealed class DeliveryIn
{
    public const string Taken = "taken";
    public const string PassedBy = "passed-by";

    public long Id { get; init; }

    public string Receiver { get; init; } = "";

    public string Delivery { get; init; } = "";

    public long AtMs { get; init; }

    public string Address { get; init; } = "";

    public string MediaType { get; init; } = "";

    public string State { get; init; } = "";

    public string Sentence { get; init; } = "";

    public long? RunId { get; init; }

    public long Repeats { get; init; }
}

/// <summary>What an address was refused within an hour, for one reason.</summary>
/// <param name="Receiver">Empty: at no path that there is.</param>
internal sealed record RefusalRow(long HourMs, string Address, string Receiver, string Reason, long Status, long Count, long FirstMs, long LastMs);
