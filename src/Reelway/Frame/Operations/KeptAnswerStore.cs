using Reelway.Storage;

namespace Reelway.Frame.Operations;

/// <summary>Answers to requests that came with an <c>Idempotency-Key</c>.</summary>
internal sealed class KeptAnswerStore(IDatabase database)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>A request takes less; after it the process that took it is dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int BatchSize = 1000;

    /// <summary>The table behind it.</summary>
    public static MigrationSet Migrations { get; } = new("requests", typeof(KeptAnswerStore).Assembly, "Reelway.Frame.Operations.Migrations");

    /// <summary>Takes a request to carry it out; what stands there, when it is taken or answered already.</summary>
    public Task<KeptAnswer?> TakeAsync(KeyedRequest request, CancellationToken cancellation)
    {
        var now = database.NowMs;
        return database.WriteAsync(
            async session =>
            {
                // One that has had its time, or whose process is dead, is taken like a new one; what was asked must be the same as long as it is kept.
                var taken = await session.ExecuteAsync(
                    """
                    INSERT INTO kept_answer(who, key, fingerprint, worker, taken_ms, until_ms) VALUES(@Who, @Key, @Fingerprint, @Worker, @now, @until)
                    ON CONFLICT(who, key) DO UPDATE SET
                      fingerprint = excluded.fingerprint, worker = excluded.worker, taken_ms = excluded.taken_ms, until_ms = excluded.until_ms,
                      status = NULL, media_type = NULL, location = NULL, body = NULL
                    WHERE kept_answer.taken_ms < @old OR (kept_answer.until_ms < @now AND kept_answer.fingerprint = excluded.fingerprint)
                    """,
                    new
                    {
                        request.Who,
                        request.Key,
                        request.Fingerprint,
                        request.Worker,
                        now,
                        until = now + (long)Lease.TotalMilliseconds,
                        old = now - (long)Kept.TotalMilliseconds,
                    });
                return taken > 0
                    ? null
                    : await session.FindAsync<KeptAnswer>(
                        "SELECT fingerprint, status, media_type, location, body FROM kept_answer WHERE who = @Who AND key = @Key", request);
            },
            cancellation);
    }

    /// <summary>Keeps the answer.</summary>
    public Task KeepAsync(KeyedRequest request, KeptAnswer answer, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                """
                UPDATE kept_answer SET status = @Status, media_type = @MediaType, location = @Location, body = @Body, until_ms = NULL
                WHERE who = @Who AND key = @Key AND worker = @Worker
                """,
                new { answer.Status, answer.MediaType, answer.Location, answer.Body, request.Who, request.Key, request.Worker }),
            cancellation);

    /// <summary>Forgets a request that came to nothing, so that it can be made again.</summary>
    public Task LetGoAsync(KeyedRequest request, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM kept_answer WHERE who = @Who AND key = @Key AND worker = @Worker", request), cancellation);

    /// <summary>Removes answers that have been kept for long enough.</summary>
    /// <returns>How many.</returns>
    public async Task<long> ForgetAsync(CancellationToken cancellation)
    {
        var old = database.NowMs - (long)Kept.TotalMilliseconds;
        for (var all = 0L; ;)
        {
            // In batches, so that other writers come in between.
            var removed = await database.WriteAsync(
                session => session.ExecuteAsync(
                    "DELETE FROM kept_answer WHERE (who, key) IN (SELECT who, key FROM kept_answer WHERE taken_ms < @old ORDER BY taken_ms LIMIT @most)",
                    new { old, most = BatchSize }),
                cancellation);
            all += removed;
            if (removed < BatchSize)
            {
                return all;
            }
        }
    }
}
