using System.Text.Json;
using Reelway.Facts;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.Webhooks;

namespace Reelway.Hosting.Demo;

/// <summary>Somebody who wants to hear of talks: a receiver in the sandbox that checks signatures.</summary>
internal sealed class DemoWebhook(DemoServer server, SandboxServer sandbox, TimeProvider clock)
{
    private const string Name = "newsroom";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    // Well under a second; what failed is tried again after five, and later.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Adds the endpoint, and gives the receiver the secret that its deliveries are signed with.</summary>
    public async Task AddAsync(CancellationToken cancellation)
    {
        var added = await server.Api.PostAsync(
            "/api/v1/webhooks", new { name = Name, url = new Uri(sandbox.HttpUrl, $"/webhooks/{Name}"), types = new[] { TalkPublished.Type } }, cancellation);
        sandbox.Webhooks.Set(Name, new WebhookSettings(added.Text("secret")));
    }

    /// <summary>Waits until the talk is announced, and says what arrived; null when nothing did.</summary>
    public async Task<DemoReport.WebhookPart?> ArrivalAsync(CancellationToken cancellation)
    {
        for (var since = clock.GetTimestamp(); clock.GetElapsedTime(since) < Limit; await Task.Delay(Between, clock, cancellation))
        {
            await server.CheckAsync();
            var page = await server.Api.GetAsync($"/api/v1/webhooks/{Name}/deliveries?state=delivered&limit=1", cancellation);
            if (page.List("items").FirstOrDefault() is { ValueKind: JsonValueKind.Object } delivery)
            {
                var received = sandbox.Webhooks.Received.Entries[^1];
                return new(
                    delivery.Text("type")!, received.WebhookId!, received.Signature == SignatureCheck.Valid, received.Body,
                    new Uri(server.Api.Server, $"/webhooks/{Name}/{delivery.Text("id")}"));
            }
        }

        return null;
    }
}
