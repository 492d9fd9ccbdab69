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
    public static Task RecordAsync(IDbSession session, long nowMs, string actor, string action, string subject, string detail) => session.ExecuteAsync(
        "INSERT INTO audit(time_ms, actor, action, subject, detail) VALUES(@nowMs, @actor, @action, @subject, @detail)",
        new { nowMs, actor, action, subject, detail });

    /// <summary>What was done to a subject, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string subject, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<AuditEntry>(
            "SELECT time_ms AS at_ms, actor, action, detail FROM audit WHERE subject = @subject ORDER BY position DESC LIMIT @most", new { subject, most }),
        cancellation);
}

/// <summary>Something that was done.</summary>
internal sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Detail);
