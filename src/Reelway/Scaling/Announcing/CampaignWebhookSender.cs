using Reelway.Connectors;

namespace Reelway.Scaling.Announcing;

/// <summary>Calls the webhooks that campaigns announce themselves by.</summary>
internal sealed class CampaignWebhookSender(ConnectorHttp http)
{
    private readonly JsonPosts _posts = new(http);

    /// <summary>Calls it once; returns when it has answered 2xx.</summary>
    /// <param name="payload">As <see cref="CampaignWebhook.Payload"/> has made it, once, so that each call brings the same.</param>
    /// <exception cref="ConnectorException">It did not take the payload, classified by its answer.</exception>
    public Task SendAsync(CampaignWebhook hook, string payload, CancellationToken cancellation)
        => _posts.SendAsync(
            new JsonPost($"Webhook {hook.Name}", $"send the payload to {hook.Url.Host}", $"scaling.webhooks.{hook.Name}", hook.Method, hook.Url, payload, hook.Timeout)
            {
                Headers = hook.Headers,
                Secrets = hook.Secrets,
            },
            cancellation);
}
