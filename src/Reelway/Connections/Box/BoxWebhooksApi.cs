using Reelway.Connectors;
using Reelway.Connectors.Box;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Connections.Box;

/// <summary>What can be asked about the webhooks that a connection has registered at Box.</summary>
internal static class BoxWebhooksApi
{
    private const int LongestAddress = 2000;
    private const int LongestId = 40;
    private const int MostTriggers = 20;

    private static readonly Parameter Webhook = new("webhook", "The webhook's id at Box.");

    public static readonly ProblemKind NotFound = new(404, "box-webhook-not-found", "The connection has no such webhook");
    public static readonly ProblemKind Elsewhere = new(409, "box-webhook-elsewhere", "The folder has another webhook");

    private static readonly IReadOnlyList<ProblemKind> Problems = [ConnectionsApi.NotFound, ConnectionsApi.LoginRefused, ConnectionsApi.NotAnswered];

    public static readonly Operation<ListOf<BoxWebhookItem>> List = new("listBoxWebhooks", "GET /connections/{name}/webhooks", ConnectionsApi.Read)
    {
        Summary = "List the webhooks of a connection of Box",
        Text = "Those that its application has registered; Box shows no others.",
        Parameters = [ConnectionsApi.Name],
        Example = new([BoxWebhookItem.Sample]),
        Problems = Problems,
    };

    public static readonly Operation<NewBoxWebhook, BoxWebhookItem> Add = new("addBoxWebhook", "POST /connections/{name}/webhooks", ConnectionsApi.Write)
    {
        Summary = "Register a webhook at Box",
        Text = "On a folder, the connection's root folder unless another is named; it covers the folders below. One that is there already and delivers to the same address is the answer.",
        Parameters = [ConnectionsApi.Name],
        Body = new("https://hooks.example.org/webhooks/box"),
        Example = BoxWebhookItem.Sample,
        Problems = [Elsewhere, .. Problems],
    };

    public static readonly Operation<BoxWebhookItem> Remove = new("removeBoxWebhook", "POST /connections/{name}/webhooks/{webhook}/remove", ConnectionsApi.Write)
    {
        Summary = "Remove a webhook at Box",
        Text = "Nothing is delivered any more.",
        Parameters = [ConnectionsApi.Name, Webhook],
        Example = BoxWebhookItem.Sample,
        Problems = [NotFound, .. Problems],
    };

    public static readonly Operation<BoxWebhookItem> Rotate = new("rotateBoxWebhook", "POST /connections/{name}/webhooks/{webhook}/rotate", ConnectionsApi.Write)
    {
        Summary = "Register a webhook at Box again",
        Text = "It is removed and registered again, under another id, so that Box signs with the keys that the application has now. What happens in between is not delivered.",
        Parameters = [ConnectionsApi.Name, Webhook],
        Example = BoxWebhookItem.Sample,
        Problems = [NotFound, .. Problems],
    };

    public static void MapBoxWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, (string name, [AsParameters] Paging paging, BoxWebhookOperations boxes, CancellationToken cancellation) => OfAsync(
            name, boxes, async webhooks => paging.Of("webhooks").Answer([.. (await webhooks.ListAsync(cancellation)).Select(BoxWebhookItem.From)])));
        routes.Map(Add, AddAsync);
        routes.Map(Remove, (string name, string webhook, HttpContext http, BoxWebhookOperations boxes, CancellationToken cancellation) => OfAsync(name, boxes, async webhooks =>
        {
            var found = await FindAsync(name, webhook, webhooks, cancellation);
            await boxes.RemoveAsync(name, webhooks, found, ConnectionsApi.Actor(http), cancellation);
            return BoxWebhookItem.From(found);
        }));
        routes.Map(Rotate, (string name, string webhook, HttpContext http, BoxWebhookOperations boxes, CancellationToken cancellation) => OfAsync(name, boxes, async webhooks
            => BoxWebhookItem.From(await boxes.RotateAsync(name, webhooks, await FindAsync(name, webhook, webhooks, cancellation), ConnectionsApi.Actor(http), cancellation))));
    }

    private static Task<BoxWebhookItem> AddAsync(string name, NewBoxWebhook body, HttpContext http, BoxWebhookOperations boxes, CancellationToken cancellation) => OfAsync(name, boxes, async webhooks =>
    {
        var (address, folder, triggers) = RequestText.Read(request => Read(request, body));
        var webhook = await boxes.AddAsync(name, webhooks, folder ?? webhooks.RootFolderId, address, triggers, ConnectionsApi.Actor(http), cancellation);
        return webhook.Address == address
            ? BoxWebhookItem.From(webhook)
            : throw Elsewhere.Because($"Folder {webhook.TargetId} has webhook {webhook.Id}, which delivers to {webhook.Address}; remove that one first: a folder has one webhook of an application.");
    });

    private static (Uri Address, string? Folder, IReadOnlyList<string> Triggers) Read(RequestText request, NewBoxWebhook body)
    {
        const string Wanted = "Must be the https address at which Box reaches the public listener, such as https://hooks.example.org/webhooks/box.";
        var text = request.Required("/body/address", body.Address, LongestAddress, Wanted);
        Uri? address = null;
        if (text.Length > 0 && !(Uri.TryCreate(text, UriKind.Absolute, out address) && Configuration.WebAddressAttribute.IsSafe(address)))
        {
            request.Refuse("/body/address", "not-an-address", Wanted);
        }

        if (body.Triggers is { } wanted && (wanted.Count is 0 or > MostTriggers || wanted.Any(trigger => trigger is not { Length: > 0 and <= 60 } || trigger.Any(char.IsControl))))
        {
            request.Refuse("/body/triggers", "not-triggers", $"Must be 1 to {MostTriggers} triggers as Box calls them, such as FILE.UPLOADED.");
        }

        return (address!, request.Line("/body/folder", body.Folder, LongestId), body.Triggers ?? ["FILE.UPLOADED"]);
    }

    private static async Task<BoxWebhook> FindAsync(string connection, string id, BoxWebhooks webhooks, CancellationToken cancellation)
        => (await webhooks.ListAsync(cancellation)).FirstOrDefault(webhook => webhook.Id == id)
            ?? throw NotFound.Because($"Connection {connection} has no webhook {Frame.ShownText.Name(id)} at Box; list those that it has.");

    private static async Task<T> OfAsync<T>(string name, BoxWebhookOperations boxes, Func<BoxWebhooks, Task<T>> act)
    {
        try
        {
            return await act(boxes.Find(name) ?? throw ConnectionsApi.NotFound.Because($"There is no connection {Frame.ShownText.Name(name)} of Box; see \"reelway connections list\"."));
        }
        catch (ConnectorException fault)
        {
            throw ConnectionsApi.Failed(fault);
        }
    }
}
