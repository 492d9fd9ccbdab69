namespace Reelway.Connectors.Box;

/// <summary>The webhooks that the application has registered; Box shows no others.</summary>
public sealed class BoxWebhooks : IDisposable
{
    private const int MostPages = 20;

    private readonly BoxClient _client;

    private BoxWebhooks(BoxOptions options, ConnectorHttp http) => _client = new BoxClient(options, http);

    /// <summary>The webhooks of a connection with these options.</summary>
    public static BoxWebhooks Create(BoxOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new BoxWebhooks(options, http);
    }

    /// <summary>The folder that the connection's work lies in.</summary>
    public string RootFolderId => _client.Options.RootFolderId;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<BoxWebhook>> ListAsync(CancellationToken cancellation)
    {
        var ids = new List<string>();
        var marker = "";
        for (var page = 0; page < MostPages; page++)
        {
            var (reply, answer) = await _client.ReadAsync(
                "list the webhooks", "webhooks?limit=200" + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}"), BoxJson.Default.WebhooksReply, cancellation);
            var entries = reply.Entries ?? throw _client.Faults.Malformed(answer, "the answer has no entries");
            ids.AddRange(entries.Select(entry => entry?.Id is { Length: > 0 } id ? id : throw _client.Faults.Malformed(answer)));
            if (reply.NextMarker is null or "")
            {
                // The list names a webhook and its target only.
                var webhooks = new List<BoxWebhook>(ids.Count);
                foreach (var id in ids)
                {
                    webhooks.Add(await ReadAsync(id, cancellation));
                }

                return webhooks;
            }

            marker = reply.NextMarker;
        }

        throw _client.Faults.Own(CallFault.Permanent, "could not list the webhooks: the list has no end; remove some in the developer console of Box");
    }

    /// <summary>Lets Box deliver what happens in a folder and those below it. One that watches it already is given instead, whatever its address.</summary>
    /// <param name="address">An https address at port 443, with a certificate of a public authority.</param>
    /// <param name="triggers">Such as <c>FILE.UPLOADED</c>.</param>
    public async Task<BoxWebhook> AddAsync(string folderId, Uri address, IReadOnlyList<string> triggers, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderId);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(triggers);
        var what = $"register a webhook on folder {folderId}";
        var answer = await _client.SendAsync(
            what, HttpMethod.Post, _client.Api("webhooks"), CallEffect.Repeatable,
            new NewWebhook(new WebhookTarget(folderId, "folder"), address.AbsoluteUri, triggers), BoxJson.Default.NewWebhook, static answer => (int)answer.Status == 409, cancellation);
        if (answer.IsSuccess)
        {
            return Of(_client.Read(answer, BoxJson.Default.WebhookReply).Value) ?? throw _client.Faults.Malformed(answer);
        }

        return (await ListAsync(cancellation)).FirstOrDefault(webhook => webhook.TargetId == folderId) ?? throw _client.Faults.Own(
            CallFault.Permanent, $"could not {what}: Box says that the folder has one of this application, and does not list it; look in the developer console of Box");
    }

    /// <summary>Takes a webhook away. One that is gone is left alone.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        await _client.SendAsync(
            new BoxCall($"remove webhook {id}", () => new HttpRequestMessage(HttpMethod.Delete, _client.Api($"webhooks/{Uri.EscapeDataString(id)}")), _client.Options.CallTimeout, CallEffect.Repeatable)
            {
                Reads = static answer => (int)answer.Status == 404,
            },
            cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<BoxWebhook> ReadAsync(string id, CancellationToken cancellation)
    {
        var (reply, answer) = await _client.ReadAsync($"read webhook {id}", $"webhooks/{Uri.EscapeDataString(id)}", BoxJson.Default.WebhookReply, cancellation);
        return Of(reply) ?? throw _client.Faults.Malformed(answer);
    }

    private static BoxWebhook? Of(WebhookReply reply) => reply is { Id: { Length: > 0 } id, Target.Id: { Length: > 0 } target }
        ? new BoxWebhook(id, target)
        {
            Address = Uri.TryCreate(reply.Address, UriKind.Absolute, out var address) ? address : null,
            Triggers = [.. reply.Triggers?.OfType<string>() ?? []],
            CreatedAt = reply.CreatedAt,
        }
        : null;
}
