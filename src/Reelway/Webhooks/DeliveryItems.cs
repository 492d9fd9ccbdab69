using Reelway.Engine;

namespace Reelway.Webhooks;

/// <summary>A delivery as the API shows it.</summary>
/// <param name="Id">Its run.</param>
/// <param name="State"><c>trying</c>, <c>delivered</c>, <c>failed</c>, or <c>redelivered</c>: it failed, and was asked for again.</param>
internal sealed record DeliveryItem(string Id, string Endpoint, long Position, string Type, string Subject, string State, long Attempts, DateTime UpdatedAt)
{
    public static DeliveryItem Sample { get; } = new(
        "run_06agn9k2w4010", "newsroom", 1042, "talk.published", "talk/talk_06agn9k2w4008", DeliveryRow.Delivered, Attempts: 2, new DateTime(2026, 3, 4, 10, 20, 6, DateTimeKind.Utc));

    public static DeliveryItem From(DeliveryRow row) => new(
        new RunId(row.RunId).ToString(), row.Endpoint, row.Position, row.Type, row.Subject, row.State, row.Attempts, DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedMs).UtcDateTime);
}

/// <summary>A delivery with its attempts, oldest first.</summary>
internal sealed record DeliveryDetail(DeliveryItem Delivery, IReadOnlyList<AttemptItem> Attempts)
{
    public static DeliveryDetail Sample { get; } = new(DeliveryItem.Sample, [
        new(new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), 15_000, Status: null, "It did not answer in 15 s.", "POST https://news.example/hooks/reelway", ""),
        new(new DateTime(2026, 3, 4, 10, 20, 5, DateTimeKind.Utc), 84, 200, Problem: null, "POST https://news.example/hooks/reelway", "ok")]);

    public static DeliveryDetail From(DeliveryRow row, IReadOnlyList<AttemptRow> attempts) => new(DeliveryItem.From(row), [.. attempts.Select(AttemptItem.From)]);
}

/// <summary>One attempt.</summary>
/// <param name="Status">Null: no answer came.</param>
/// <param name="Problem">Why it did not arrive; null when it did.</param>
/// <param name="Request">What was sent, without secrets.</param>
/// <param name="Answer">The beginning of what came back.</param>
internal sealed record AttemptItem(DateTime At, long ElapsedMs, long? Status, string? Problem, string Request, string Answer)
{
    public static AttemptItem From(AttemptRow row) => new(DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs).UtcDateTime, row.TookMs, row.Status, row.Problem, row.Request, row.Answer);
}

/// <summary>What is to be delivered again.</summary>
/// <param name="Delivery">One delivery, by its run.</param>
/// <param name="FailedSince">Or all that failed since a time.</param>
internal sealed record RedeliverRequest(string? Delivery, string? FailedSince);

/// <summary>The new deliveries.</summary>
/// <param name="HasMore">True when more have failed than are delivered again at once.</param>
internal sealed record RedeliverAnswer(IReadOnlyList<string> Runs, bool HasMore);
