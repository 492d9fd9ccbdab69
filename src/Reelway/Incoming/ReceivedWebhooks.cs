using System.Text;
using System.Text.Json;
using Reelway.Facts;
using Reelway.Frame.Public;

namespace Reelway.Incoming;

/// <summary>Announces what receivers of one's own got.</summary>
internal static class ReceivedWebhooks
{
    /// <summary>Announces a delivery as <c>webhook.received</c>.</summary>
    public static ValueTask<Taken> TakeAsync(Delivery delivery, IServiceProvider services, CancellationToken cancellation)
    {
        var json = delivery.Json() is { } read && IsText(delivery.Body.Span, read) ? read : (JsonElement?)null;
        var text = json is null ? Encoding.UTF8.GetString(delivery.Body.Span) : null;
        return ValueTask.FromResult(Taken.Announced(
            new WebhookReceived(delivery.Receiver, delivery.Id, delivery.MediaType, json, text), "Announced as webhook.received."));
    }

    // Half a surrogate pair may be escaped in JSON, and is no text that could be passed on.
    private static bool IsText(ReadOnlySpan<byte> body, JsonElement json)
    {
        if (body.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            JsonSerializer.SerializeToUtf8Bytes(json, IncomingJson.Default.JsonElement);
            return true;
        }
        catch (Exception unwritable) when (unwritable is InvalidOperationException or ArgumentException or JsonException)
        {
            return false;
        }
    }
}
