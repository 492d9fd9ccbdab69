using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Webhooks;

internal sealed partial class WebhookStore
{
    private const string DeliveryColumns = "run_id, endpoint, position, type, subject, state, attempts, updated_ms";

    /// <summary>An attempt as it is logged, with what it says about its endpoint.</summary>
    public LoggedAttempt Logged(RunId run, DeliveryInput input, WebhookEndpoint endpoint, WebhookAttempt attempt)
    {
        var now = NowMs;
        var shown = endpoint.FailingSince is null && endpoint.GoodAt is { } good && good.ToUnixTimeMilliseconds() >= now - AttemptStore.GoodAgainMs;
        return new LoggedAttempt(run.Value, input, attempt, EndpointToNote: attempt.Problem is null && !shown, now);
    }

    /// <summary>Logs an attempt in a transaction of its own, and what it says about its endpoint.</summary>
    /// <returns>Since when the endpoint fails; null when it does not, or is gone.</returns>
    public Task<DateTimeOffset?> NoteAttemptAsync(RunId run, DeliveryInput input, WebhookEndpoint endpoint, WebhookAttempt attempt, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var row = Logged(run, input, endpoint, attempt);
                await AttemptStore.Bulk.WriteAsync(session, [row]);
                if (attempt.Problem is null)
                {
                    return null;
                }

                await session.ExecuteAsync("UPDATE webhook SET failing_ms = @NowMs WHERE name = @Endpoint AND failing_ms IS NULL", new { input.Endpoint, row.NowMs });
                return Time(await session.FindAsync<long?>("SELECT failing_ms FROM webhook WHERE name = @Endpoint", new { input.Endpoint }));
            },
            cancellation);

    /// <summary>Notes that a delivery is given up.</summary>
    public Task NoteFailedAsync(IDbSession session, RunId run)
        => session.ExecuteAsync("UPDATE webhook_delivery SET state = 'failed', updated_ms = @now WHERE run_id = @run", new { run = run.Value, now = NowMs });

    /// <summary>Deliveries, newest first.</summary>
    /// <param name="endpoint">Only of this one; null: of all.</param>
    /// <param name="state">Only those in this state; null: all.</param>
    public Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync(string? endpoint, string? state, long before, int limit, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<DeliveryRow>(
                $"""
                SELECT {DeliveryColumns} FROM webhook_delivery WHERE run_id < @before{(endpoint is null ? "" : " AND endpoint = @endpoint")}{(state is null ? "" : " AND state = @state")}
                ORDER BY run_id DESC LIMIT @limit
                """,
                new { endpoint, state, before, limit }),
            cancellation);

    /// <summary>Failed deliveries of an endpoint since a time, oldest first.</summary>
    public Task<IReadOnlyList<DeliveryRow>> FailedSinceAsync(string endpoint, DateTimeOffset since, int limit, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<DeliveryRow>(
                $"""
                SELECT {DeliveryColumns} FROM webhook_delivery WHERE endpoint = @endpoint AND state = 'failed' AND updated_ms >= @ms
                ORDER BY updated_ms, run_id LIMIT @limit
                """,
                new { endpoint, ms = since.ToUnixTimeMilliseconds(), limit }),
            cancellation);

    /// <summary>A delivery by its run; null when there is none.</summary>
    public Task<DeliveryRow?> FindDeliveryAsync(RunId run, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.FindAsync<DeliveryRow>($"SELECT {DeliveryColumns} FROM webhook_delivery WHERE run_id = @run", new { run = run.Value }), cancellation);

    /// <summary>A delivery's attempts, oldest first.</summary>
    public Task<IReadOnlyList<AttemptRow>> AttemptsAsync(RunId run, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<AttemptRow>(
                "SELECT at_ms, took_ms, request, status, answer, problem FROM webhook_attempt WHERE run_id = @run ORDER BY n", new { run = run.Value }),
            cancellation);

    /// <summary>Notes that a failed delivery was asked for again: it is not redelivered with all others a second time.</summary>
    public static Task NoteRedeliveredAsync(IDbSession session, IReadOnlyList<long> runs)
        => session.ExecuteAsync("UPDATE webhook_delivery SET state = 'redelivered' WHERE run_id IN @runs AND state = 'failed'", new { runs });

    /// <summary>Removes what the log has of deliveries that ended before an age.</summary>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var before = NowMs - (long)age.TotalMilliseconds;
        var purged = 0;
        while (true)
        {
            var old = await database.ReadAsync(
                session => session.QueryAsync<long>("SELECT run_id FROM webhook_delivery WHERE updated_ms < @before AND state <> 'trying' LIMIT 500", new { before }), cancellation);
            if (old.Count == 0)
            {
                return purged;
            }

            purged += await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("DELETE FROM webhook_attempt WHERE run_id IN @old", new { old });
                    return await session.ExecuteAsync("DELETE FROM webhook_delivery WHERE run_id IN @old", new { old });
                },
                cancellation);
        }
    }
}

/// <summary>A delivery as stored.</summary>
internal sealed class DeliveryRow
{
    public const string Trying = "trying";
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Redelivered = "redelivered";

    public long RunId { get; init; }

    public string Endpoint { get; init; } = "";

    public long Position { get; init; }

    public string Type { get; init; } = "";

    public string Subject { get; init; } = "";

    public string State { get; init; } = "";

    public long Attempts { get; init; }

    public long UpdatedMs { get; init; }
}

/// <summary>An attempt as stored.</summary>
internal sealed class AttemptRow
{
    public long AtMs { get; init; }

    public long TookMs { get; init; }

    public string Request { get; init; } = "";

    public long? Status { get; init; }

    public string Answer { get; init; } = "";

    public string? Problem { get; init; }
}
