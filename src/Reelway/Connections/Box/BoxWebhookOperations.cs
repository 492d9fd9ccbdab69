using Reelway.Connectors;
using Reelway.Connectors.Box;
using Reelway.Frame.Audit;

namespace Reelway.Connections.Box;

/// <summary>What people do with the webhooks of a connection of Box. What changes one lands in the audit log.</summary>
internal sealed class BoxWebhookOperations(ConnectionPool pool, ConnectionStore store)
{
    /// <summary>The webhooks of a connection; null when there is no such connection of Box.</summary>
    public BoxWebhooks? Find(string connection) => pool.Find<BoxWebhooks>(connection);

    /// <summary>Registers a webhook; one that watches the folder already is given instead.</summary>
    public async Task<BoxWebhook> AddAsync(string connection, BoxWebhooks webhooks, string folder, Uri address, IReadOnlyList<string> triggers, string actor, CancellationToken cancellation)
    {
        var webhook = await webhooks.AddAsync(folder, address, triggers, cancellation);
        if (webhook.Address == address)
        {
            await NoteAsync(connection, "connection.webhook-added", $"Webhook {webhook.Id} watches folder {webhook.TargetId} and delivers to {address}.", actor, cancellation);
        }

        return webhook;
    }

    /// <summary>Takes a webhook away.</summary>
    public async Task RemoveAsync(string connection, BoxWebhooks webhooks, BoxWebhook webhook, string actor, CancellationToken cancellation)
    {
        await webhooks.RemoveAsync(webhook.Id, cancellation);
        await NoteAsync(connection, "connection.webhook-removed", $"Webhook {webhook.Id} watched folder {webhook.TargetId} and delivered to {webhook.Address}.", actor, cancellation);
    }

    /// <summary>Takes a webhook away and registers it again, so that Box signs with the keys that the application has now.</summary>
    /// <exception cref="ConnectorException">It did not work; the sentence says whether the webhook is gone.</exception>
    public async Task<BoxWebhook> RotateAsync(string connection, BoxWebhooks webhooks, BoxWebhook webhook, string actor, CancellationToken cancellation)
    {
        await RemoveAsync(connection, webhooks, webhook, actor, cancellation);
        try
        {
            return await AddAsync(connection, webhooks, webhook.TargetId, webhook.Address!, webhook.Triggers, actor, cancellation);
        }
        catch (ConnectorException fault)
        {
            throw new ConnectorException(
                fault.Connector, fault.Kind, $"webhook {webhook.Id} was removed, and could not be registered again: {fault.Sentence.TrimEnd('.')}; add it to folder {webhook.TargetId} again", fault);
        }
    }

    private Task NoteAsync(string connection, string action, string what, string actor, CancellationToken cancellation)
        => store.WriteAsync(session => AuditStore.RecordAsync(session, store.NowMs, actor, action, ConnectionOperations.Subject(connection), what), cancellation);
}
