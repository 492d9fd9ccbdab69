using Reelway.Sandbox.Webhooks;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public WebhookSandboxOptions Webhooks { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Receivers: <c>{HttpUrl}webhooks/{name}</c>.</summary>
    public WebhookReceiver Webhooks => Of<WebhookReceiver>();
}
