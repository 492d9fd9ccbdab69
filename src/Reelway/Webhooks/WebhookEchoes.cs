using System.Text.Json;
using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Webhooks;

/// <summary>Knows what this server brought to a receiver of its own, however it got there: told of again, it would go round for ever.</summary>
internal sealed class WebhookEchoes(EventStore events)
{
    // What comes back comes soon.
    private const int LookedAt = 1000;

    /// <summary>True for a received delivery that is itself the delivery of one that the same receiver got: by its id, or by the one in its body.</summary>
    public async Task<bool> IsOneAsync(RecordedEvent told, CancellationToken cancellation)
    {
        var ids = told.Type == WebhookReceived.Type ? IdsIn(told.Data) : [];
        return ids.Count > 0
            && (await events.ListAsync(new EventQuery(told.Type, told.Subject), told.Position, LookedAt, cancellation)).Any(former => ids.Contains(EventEnvelope.IdOf(former.Id)));
    }

    private static List<string> IdsIn(JsonElement data)
        => [.. new[] { TextOf(data, "delivery"), data.TryGetProperty("body", out var body) ? TextOf(body, "id") : null }.OfType<string>().Where(EventEnvelope.IsId)];

    private static string? TextOf(JsonElement from, string name)
        => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
