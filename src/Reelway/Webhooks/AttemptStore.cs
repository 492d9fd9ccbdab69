using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>An attempt that is to be logged, and where its delivery stands after it.</summary>
/// <param name="EndpointToNote">True when it has succeeded and the endpoint's own row does not show that yet.</param>
internal sealed record LoggedAttempt(long Run, DeliveryInput Delivery, WebhookAttempt Attempt, bool EndpointToNote, long NowMs)
{
    public string State => Attempt.Problem is null ? DeliveryRow.Delivered : DeliveryRow.Trying;
}

/// <summary>Logs attempts: what every delivery writes with its outcome.</summary>
internal sealed class AttemptStore : IBulkWrite<LoggedAttempt, bool>
{
    /// <summary>How long it is enough to know that an endpoint works: each write of its row waits for all others.</summary>
    public const long GoodAgainMs = 60_000;

    private AttemptStore()
    {
    }

    public static AttemptStore Bulk { get; } = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<LoggedAttempt> rows)
    {
        if (session.Dialect == SqlDialect.Postgres)
        {
            await LogAllAsync(session, rows);
        }
        else
        {
            foreach (var row in rows)
            {
                await LogAsync(session, row);
            }
        }

        // In one order, as everybody does who locks several.
        foreach (var name in rows.Where(row => row.EndpointToNote).Select(row => row.Delivery.Endpoint).Distinct().Order(StringComparer.Ordinal))
        {
            await session.ExecuteAsync(
                "UPDATE webhook SET good_ms = @now, failing_ms = NULL WHERE name = @name AND (failing_ms IS NOT NULL OR COALESCE(good_ms, 0) < @now - @GoodAgainMs)",
                new { name, now = rows.Max(row => row.NowMs), GoodAgainMs });
        }

        return new bool[rows.Count];
    }

    private const string Delivery =
        """
        ON CONFLICT(run_id) DO UPDATE SET state = excluded.state, attempts = webhook_delivery.attempts + 1, updated_ms = excluded.updated_ms
        """;

    private static async Task LogAsync(IDbSession session, LoggedAttempt row)
    {
        await session.ExecuteAsync(
            $"""
            INSERT INTO webhook_delivery(run_id, endpoint, position, type, subject, state, attempts, updated_ms)
            VALUES(@Run, @Endpoint, @Position, @Type, @Subject, @State, 1, @NowMs)
            {Delivery}
            """,
            new { row.Run, row.Delivery.Endpoint, row.Delivery.Event.Position, row.Delivery.Event.Type, row.Delivery.Event.Subject, row.State, row.NowMs });
        await session.ExecuteAsync(
            """
            INSERT INTO webhook_attempt(run_id, n, at_ms, took_ms, request, status, answer, problem)
            SELECT @Run, attempts, @At, @took, @Request, @status, @Answer, @Problem FROM webhook_delivery WHERE run_id = @Run
            """,
            new
            {
                row.Run,
                row.Attempt.At,
                took = (long)row.Attempt.Took.TotalMilliseconds,
                row.Attempt.Request,
                status = (long?)row.Attempt.Status,
                row.Attempt.Answer,
                row.Attempt.Problem,
            });
    }

    private static Task<int> LogAllAsync(IDbSession session, IReadOnlyList<LoggedAttempt> rows)
        => session.ExecuteAsync(
            $"""
            WITH asked AS (
              SELECT * FROM unnest(@runs, @endpoints, @positions, @types, @subjects, @states, @nows, @times, @tooks, @requests, @statuses, @answers, @problems)
                AS row(run_id, endpoint, position, type, subject, state, now_ms, at_ms, took_ms, request, status, answer, problem)),
            noted AS (
              INSERT INTO webhook_delivery(run_id, endpoint, position, type, subject, state, attempts, updated_ms)
              SELECT run_id, endpoint, position, type, subject, state, 1, now_ms FROM asked
              {Delivery}
              RETURNING run_id, attempts)
            INSERT INTO webhook_attempt(run_id, n, at_ms, took_ms, request, status, answer, problem)
            SELECT asked.run_id, noted.attempts, at_ms, took_ms, request, status, answer, problem FROM asked JOIN noted ON noted.run_id = asked.run_id
            """,
            new
            {
                runs = rows.Select(row => row.Run).ToArray(),
                endpoints = rows.Select(row => row.Delivery.Endpoint).ToArray(),
                positions = rows.Select(row => row.Delivery.Event.Position).ToArray(),
                types = rows.Select(row => row.Delivery.Event.Type).ToArray(),
                subjects = rows.Select(row => row.Delivery.Event.Subject).ToArray(),
                states = rows.Select(row => row.State).ToArray(),
                nows = rows.Select(row => row.NowMs).ToArray(),
                times = rows.Select(row => row.Attempt.At.ToUnixTimeMilliseconds()).ToArray(),
                tooks = rows.Select(row => (long)row.Attempt.Took.TotalMilliseconds).ToArray(),
                requests = rows.Select(row => row.Attempt.Request).ToArray(),
                statuses = rows.Select(row => (long?)row.Attempt.Status).ToArray(),
                answers = rows.Select(row => row.Attempt.Answer).ToArray(),
                problems = rows.Select(row => row.Attempt.Problem).ToArray(),
            });
}
