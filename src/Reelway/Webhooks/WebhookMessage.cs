using System.Text;
using System.Text.Json;
using Reelway.Events;

namespace Reelway.Webhooks;

/// <summary>An event as an endpoint gets it.</summary>
/// <param name="Id">The same at each attempt and redelivery, without dots: what receivers know repeats by.</param>
internal sealed record WebhookMessage(string Id, byte[] Body)
{
    public static WebhookMessage Of(RecordedEvent told, string? template)
    {
        var envelope = EventEnvelope.Of(told);
        return new WebhookMessage(
            EventEnvelope.IdOf(told.Id),
            template is null ? JsonSerializer.SerializeToUtf8Bytes(envelope) : Encoding.UTF8.GetBytes(PayloadTemplate.Parse(template).Fill(envelope).ToJsonString()));
    }
}
