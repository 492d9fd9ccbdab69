using System.Text.Json;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>The product's events, recorded with the facts that they tell and delivered from here.</summary>
internal sealed class EventStore(IDatabase database)
{
    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("notifications", typeof(EventStore).Assembly, "Reelway.Events.Migrations");

    /// <summary>Records an event inside the transaction that records its fact. Recording it again changes nothing.</summary>
    public static Task RecordAsync(IDbSession session, RecordedEvent recorded) => session.ExecuteAsync(
        """
        INSERT INTO event(id, type, subject, time_ms, data) VALUES(@Id, @Type, @Subject, @TimeMs, @Data)
        ON CONFLICT(id) DO NOTHING
        """,
        new
        {
            recorded.Id,
            recorded.Type,
            recorded.Subject,
            TimeMs = recorded.Time.ToUnixTimeMilliseconds(),
            Data = recorded.Data.GetRawText(),
        });

    /// <summary>Events of a subject, in the order in which they were recorded.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ListAsync(string subject, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(
                "SELECT id AS Id, type AS Type, subject AS Subject, time_ms AS TimeMs, data AS Data FROM event WHERE subject = @subject ORDER BY position",
                new { subject }),
            cancellation);
        return [.. rows.Select(row => new RecordedEvent(
            row.Id, row.Type, row.Subject, DateTimeOffset.FromUnixTimeMilliseconds(row.TimeMs), JsonSerializer.Deserialize<JsonElement>(row.Data)))];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Type { get; init; } = "";

        public string Subject { get; init; } = "";

        public long TimeMs { get; init; }

        public string Data { get; init; } = "";
    }
}
