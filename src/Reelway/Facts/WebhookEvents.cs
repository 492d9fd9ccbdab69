using System.ComponentModel;
using System.Text.Json;

namespace Reelway.Facts;

/// <summary>An endpoint was switched off by itself; what is meant for it waits.</summary>
internal sealed record WebhookDisabled(
    [property: Description("The endpoint's name.")] string Endpoint,
    [property: Description("Why, and what to do.")] string Reason) : IProductEvent<WebhookDisabled>
{
    public static string Type => "webhook.disabled";

    public static string Text => "A webhook's endpoint was switched off by itself; what is meant for it waits.";

    public static WebhookDisabled Example { get; } = new("newsroom", "It has answered 410 (Gone). Enable it when it takes webhooks again.");

    string IProductEvent.Subject => $"webhook/{Endpoint}";
}

/// <summary>A receiver of one's own got a delivery.</summary>
internal sealed record WebhookReceived(
    [property: Description("The receiver's name.")] string Receiver,
    [property: Description("What identifies the delivery among the receiver's.")] string Delivery,
    [property: Description("The media type that the sender gave it.")] string MediaType,
    [property: Description("The body, where it is JSON.")] JsonElement? Body,
    [property: Description("The body as text, where it is not JSON.")] string? Text) : IProductEvent<WebhookReceived>
{
    public static string Type => "webhook.received";

    static string IProductEvent<WebhookReceived>.Text => "A receiver (webhook.receivers) got a delivery whose sender is known.";

    public static WebhookReceived Example { get; } = new(
        "newsroom", "msg_p5jXN8AQM9LWM0D4loKWxJek", "application/json", JsonSerializer.Deserialize<JsonElement>("""{"story":"owls","state":"released"}"""), Text: null);

    string IProductEvent.Subject => $"webhook/{Receiver}";
}
