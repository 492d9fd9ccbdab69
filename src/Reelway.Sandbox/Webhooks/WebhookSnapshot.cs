namespace Reelway.Sandbox.Webhooks;

internal sealed record WebhookSnapshot(
    IReadOnlyDictionary<string, WebhookSettings> Receivers, long Total, IReadOnlyList<ReceivedWebhook> Received,
    IReadOnlyList<SandboxRequest> Requests);
