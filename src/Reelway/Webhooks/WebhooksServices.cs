using Reelway.Engine;
using Reelway.Events;
using Reelway.Runs;

namespace Reelway.Webhooks;

/// <summary>Registers webhooks.</summary>
internal static class WebhooksServices
{
    /// <summary>Needs events, the engine, connectors' address rules and data protection.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookStore>()
        .AddSingleton<IAgeing>(provider => provider.GetRequiredService<WebhookStore>())
        .AddSingleton<WebhookSender>().AddSingleton<WebhookEchoes>()
        .AddSingleton<WebhookOperations>()
        .AddSingleton<ISubscriptions, WebhookSubscriptions>()
        .AddSingleton(new SilentFlow(DeliverWebhook.Flow))
        .AddFlow<DeliverWebhook, DeliveryInput, DeliveryResult>();
}
