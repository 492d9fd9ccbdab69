using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelway.Events;

namespace Reelway.Webhooks;

/// <summary>An event as an endpoint gets it.</summary>
/// <param name="Id">The same at each attempt and redelivery, without dots: what receivers know repeats by.</param>
internal sealed record WebhookMessage(string Id, byte[] Body)
{
    public static WebhookMessage Of(RecordedEvent told, string? template)
    {
        var id = IdOf(told.Id);
        var envelope = Envelope(told, id);
        if (template is not null)
        {
            return new WebhookMessage(id, Encoding.UTF8.GetBytes(PayloadTemplate.Parse(template).Fill(envelope).ToJsonString()));
        }

        return new WebhookMessage(id, JsonSerializer.SerializeToUtf8Bytes(envelope));
    }

    /// <summary>The id of an event's message.</summary>
    public static string IdOf(string eventId) => "msg_" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)).AsSpan(0, 18));

    // The number rises with each event about the subject, so that an older state that comes late is known by it.
    private static JsonObject Envelope(RecordedEvent told, string id) => new()
    {
        ["type"] = told.Type,
        ["timestamp"] = told.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["id"] = id,
        ["subject"] = told.Subject,
        ["sequence"] = told.Position,
        ["data"] = JsonNode.Parse(told.Data.GetRawText()),
    };
}
