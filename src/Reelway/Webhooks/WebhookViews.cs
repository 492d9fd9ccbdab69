using Reelway.Events;

namespace Reelway.Webhooks;

/// <summary>Endpoints as people see them: what is set, and how far each has come.</summary>
internal sealed class WebhookViews(WebhookStore store, EventStore events)
{
    /// <summary>All by name.</summary>
    public async Task<IReadOnlyList<WebhookItem>> ListAsync(CancellationToken cancellation)
    {
        var cursors = (await events.CursorsAsync(cancellation)).ToDictionary(cursor => cursor.Subscriber, StringComparer.Ordinal);
        return [.. (await store.ListAsync(cancellation)).Select(endpoint => Item(endpoint, cursors.GetValueOrDefault(endpoint.Subscriber)))];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="Frame.Web.RefusalException">There is none of that name.</exception>
    public async Task<WebhookItem> GetAsync(string name, CancellationToken cancellation)
    {
        var endpoint = await store.FindAsync(name, cancellation) ?? throw WebhooksApi.Missing(name);
        return Item(endpoint, (await events.CursorsAsync(cancellation)).FirstOrDefault(cursor => cursor.Subscriber == endpoint.Subscriber));
    }

    private static WebhookItem Item(WebhookEndpoint endpoint, CursorView? cursor)
    {
        var its = endpoint.Settings;
        return new WebhookItem(
            endpoint.Name, its.Url, endpoint.Off is null, endpoint.Off?.Why, its.Types, its.Subject, its.Description, its.Method, [.. endpoint.Secrets.Headers.Keys], its.Auth,
            its.Signed, its.TimeoutSeconds, its.Attempts, its.Template, endpoint.CreatedAt.UtcDateTime, endpoint.FailingSince?.UtcDateTime, endpoint.GoodAt?.UtcDateTime,
            cursor?.Ahead ?? 0, cursor?.Taken ?? 0, endpoint.Version);
    }
}
