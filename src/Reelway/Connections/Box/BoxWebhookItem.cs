using System.Text.Json.Serialization;
using Reelway.Connectors.Box;

namespace Reelway.Connections.Box;

/// <summary>A webhook that a connection has registered at Box.</summary>
/// <param name="Folder">Id of the folder that it watches, with those below.</param>
/// <param name="Address">Where Box delivers to.</param>
/// <param name="Triggers">What is delivered.</param>
internal sealed record BoxWebhookItem(string Id, string Folder, Uri? Address, IReadOnlyList<string> Triggers, DateTimeOffset? CreatedAt)
{
    public static readonly BoxWebhookItem Sample = new(
        "11446498", "300000000001", new Uri("https://hooks.example.org/webhooks/box"), ["FILE.UPLOADED"], new DateTimeOffset(2026, 3, 4, 10, 15, 30, TimeSpan.Zero));

    public static BoxWebhookItem From(BoxWebhook webhook) => new(webhook.Id, webhook.TargetId, webhook.Address, webhook.Triggers, webhook.CreatedAt);
}

/// <summary>A webhook to be registered.</summary>
/// <param name="Address">An https address at port 443.</param>
/// <param name="Folder">Default: the connection's root folder.</param>
/// <param name="Triggers">Default: FILE.UPLOADED alone.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewBoxWebhook(string? Address, string? Folder = null, IReadOnlyList<string>? Triggers = null);
