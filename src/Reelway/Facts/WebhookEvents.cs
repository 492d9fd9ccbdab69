using System.ComponentModel;

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
