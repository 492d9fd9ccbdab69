using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>What people do with endpoints.</summary>
internal sealed class WebhookOperations(
    WebhookStore store, EventStore events, FaultScopes scopes, IRuns runs, IdGenerator ids, WebhookSender sender, TimeProvider clock, ILogger<WebhookOperations> log)
{
    /// <summary>Most deliveries that are asked for again at once.</summary>
    public const int MostRedelivered = 1000;

    /// <summary>Lets nothing go to an endpoint until it is enabled: deliveries wait, and so does its cursor.</summary>
    /// <param name="byItself">True when nobody asked for it: then it is announced.</param>
    public async Task SwitchOffAsync(string name, string why, bool byItself, CancellationToken cancellation)
    {
        var switched = false;
        await scopes.HoldAsync(
            WebhookEndpoint.ScopeOf(name),
            $"The endpoint \"{name}\" is off: {why}",
            async session =>
            {
                switched = await store.NoteOffAsync(session, name, why);
                if (switched && byItself)
                {
                    var now = store.NowMs;
                    await EventStore.RecordAsync(session, new WebhookDisabled(name, why), $"{now}", DateTimeOffset.FromUnixTimeMilliseconds(now));
                }
            },
            cancellation);
        if (switched && byItself)
        {
            log.EndpointDisabled(name, why);
        }
    }

    /// <summary>Lets an endpoint get events again, from where it was.</summary>
    public Task SwitchOnAsync(string name, CancellationToken cancellation)
        => scopes.LiftAsync([WebhookEndpoint.ScopeOf(name)], session => store.NoteOnAsync(session, name), cancellation);

    /// <summary>Removes an endpoint. Deliveries that are open fail at their next attempt.</summary>
    public Task RemoveAsync(string name, CancellationToken cancellation)
        => scopes.LiftAsync([WebhookEndpoint.ScopeOf(name)], session => WebhookStore.RemoveAsync(session, name), cancellation);

    /// <summary>Gives an endpoint a new secret; the old one signs too for a while.</summary>
    /// <returns>The new secret; null when there is no such endpoint.</returns>
    public async Task<string?> RotateAsync(string name, TimeSpan grace, CancellationToken cancellation)
    {
        var secret = WebhookSignature.NewSecret();
        var until = clock.GetUtcNow() + grace;
        return await store.ChangeAsync(name, had => (had.Settings, had.Secrets.Rotated(secret, clock.GetUtcNow(), until)), cancellation) ? secret : null;
    }

    /// <summary>Sends an example of an event at once, whatever the endpoint wants, and whether or not it is on.</summary>
    public Task<WebhookAttempt> TestAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        var type = (endpoint.Settings.Types.Count > 0 ? EventType.Find(endpoint.Settings.Types[0]) : null) ?? EventType.All[0];
        return sender.SendAsync(
            endpoint, WebhookMessage.Of(RecordedEvent.ExampleOf(type, $"webhook.test/{ids.Next()}", clock.GetUtcNow()), endpoint.Settings.Template), cancellation);
    }

    /// <summary>Delivers events again, with the ids they had. What is no longer kept is left out.</summary>
    /// <returns>The runs.</returns>
    public async Task<IReadOnlyList<RunId>> RedeliverAsync(WebhookEndpoint endpoint, IReadOnlyList<DeliveryRow> deliveries, CancellationToken cancellation)
    {
        var kept = await events.ReadAsync([.. deliveries.Select(one => one.Position).Distinct()], cancellation);
        var starts = kept.Select(told => RunStart.Of(
            DeliverWebhook.Flow, $"{endpoint.Subscriber}/{told.Id}/again/{ids.Next()}", new DeliveryInput(endpoint.Name, told, endpoint.Settings.Attempts, Again: true))).ToList();
        var known = kept.Select(told => told.Position).ToHashSet();
        var started = await runs.StartManyAsync(
            starts, session => WebhookStore.NoteRedeliveredAsync(session, [.. deliveries.Where(one => known.Contains(one.Position)).Select(one => one.RunId)]), cancellation);
        return [.. started.Select(run => run.Id)];
    }
}
