using Reelway.Storage;

namespace Reelway.Frame.Audit;

/// <summary>Who has done what that changes how the product works.</summary>
internal sealed class AuditStore(IDatabase database)
{
    /// <summary>The table behind it.</summary>
    public static MigrationSet Migrations { get; } = new("audit", typeof(AuditStore).Assembly, "Reelway.Frame.Audit.Migrations");

    /// <summary>Records an action inside the transaction that carries it out.</summary>
    /// <param name="subject">What it was done to: <c>connection/fb-main</c>.</param>
    /// <param name="detail">A sentence that holds no secret; empty when there is nothing to add.</param>
    /// <param name="before">What it was, in a few words.</param>
    /// <param name="after">What it is now.</param>
    /// <param name="reason">Why, as whoever did it has said.</param>
    public static Task RecordAsync(
        IDbSession session, long nowMs, string actor, string action, string subject, string detail, string? before = null, string? after = null, string? reason = null)
        => session.ExecuteAsync(
            """
            INSERT INTO audit(time_ms, actor, action, subject, detail, before_text, after_text, reason)
            VALUES(@nowMs, @actor, @action, @subject, @detail, @before, @after, @reason)
            """,
            new { nowMs, actor, action, subject, detail, before, after, reason });

    /// <summary>What was done to a subject, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string subject, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<AuditEntry>(
            "SELECT time_ms AS at_ms, actor, action, detail, before_text AS before, after_text AS after, reason FROM audit WHERE subject = @subject ORDER BY position DESC LIMIT @most", new { subject, most }),
        cancellation);
}

/// <summary>Something that was done.</summary>
internal sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Detail, string? Before, string? After, string? Reason);
