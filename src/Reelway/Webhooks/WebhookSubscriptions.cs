using Reelway.Engine;
using Reelway.Events;

namespace Reelway.Webhooks;

/// <summary>Endpoints that are on, as subscribers of events.</summary>
internal sealed class WebhookSubscriptions(WebhookStore store) : ISubscriptions
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Subscription>> CurrentAsync(CancellationToken cancellation)
        => [.. (await store.ListAsync(cancellation)).Where(endpoint => endpoint.Off is null).Select(Of)];

    private static Subscription Of(WebhookEndpoint endpoint)
        => new(
            endpoint.Subscriber,
            endpoint.Settings.Types.Count == 0 ? null : endpoint.Settings.Types,
            (told, key) => RunStart.Of(DeliverWebhook.Flow, key, new DeliveryInput(endpoint.Name, told, endpoint.Settings.Attempts)))
        {
            Wants = endpoint.Wants,
            AtMost = DeliverWebhook.MostOpen,
        };
}
