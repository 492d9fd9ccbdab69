using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>The webhooks of the application: one for each item.</summary>
internal sealed class BoxWebhookEndpoints(BoxWorld world, TimeProvider time)
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SandboxBoxWebhook> _webhooks = new(StringComparer.Ordinal);

    public IReadOnlyList<SandboxBoxWebhook> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _webhooks.Values.OrderBy(webhook => webhook.Id, StringComparer.Ordinal)];
            }
        }
    }

    public async Task<BoxReply> CreateAsync(BoxRequest request)
    {
        EnsureAllowed();
        var body = await request.BodyAsync();
        var (target, type) = (BoxRequest.Text(body, "target", "id"), BoxRequest.Text(body, "target", "type"));
        if (type is not ("folder" or "file") || target == BoxWorld.AllFiles)
        {
            throw BoxException.Bad("A webhook can't be created on this item");
        }

        world.Get(target, type == "folder", request.User);
        var address = AddressOf(BoxRequest.Text(body, "address"));
        var triggers = TriggersOf(body);
        lock (_lock)
        {
            if (_webhooks.Values.Any(webhook => webhook.TargetId == target && webhook.By == request.User))
            {
                throw new BoxException(409, "conflict", "Webhook already exists on the specified target by the specified user and application");
            }

            if (_webhooks.Count >= Most)
            {
                throw new BoxException(403, "forbidden", $"An application may have {Most} webhooks");
            }

            var made = new SandboxBoxWebhook(world.NewId(), target, type, address, triggers, time.GetUtcNow()) { By = request.User };
            _webhooks.Add(made.Id, made);
            return new BoxReply(201, Shown(made));
        }
    }

    public Task<BoxReply> ListAsync(BoxRequest request)
    {
        EnsureAllowed();
        var own = All.Where(webhook => webhook.By == request.User).ToList();
        var limit = Math.Min(world.Settings.ItemsPerPage, request.Number("limit", 100));
        var from = request.Number("marker", 0);
        var page = new JsonObject
        {
            ["limit"] = limit,
            ["entries"] = new JsonArray([.. own.Skip(from).Take(limit).Select(webhook => new JsonObject { ["id"] = webhook.Id, ["type"] = "webhook", ["target"] = Target(webhook) })]),
        };
        if (from + limit < own.Count)
        {
            page["next_marker"] = $"{from + limit}";
        }

        return Task.FromResult(new BoxReply(200, page));
    }

    public Task<BoxReply> GetAsync(BoxRequest request)
    {
        EnsureAllowed();
        return Task.FromResult(new BoxReply(200, Shown(Own(request))));
    }

    public async Task<BoxReply> ChangeAsync(BoxRequest request)
    {
        EnsureAllowed();
        var body = await request.BodyAsync();
        lock (_lock)
        {
            var webhook = Own(request);
            var changed = webhook with
            {
                Address = BoxRequest.Value<string>(body, "address") is { } address ? AddressOf(address) : webhook.Address,
                Triggers = body.ContainsKey("triggers") ? TriggersOf(body) : webhook.Triggers,
            };
            _webhooks[webhook.Id] = changed;
            return new BoxReply(200, Shown(changed));
        }
    }

    public Task<BoxReply> DeleteAsync(BoxRequest request)
    {
        EnsureAllowed();
        lock (_lock)
        {
            _webhooks.Remove(Own(request).Id);
            return Task.FromResult(new BoxReply(204));
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _webhooks.Clear();
        }
    }

    private SandboxBoxWebhook Own(BoxRequest request) => All.FirstOrDefault(webhook => webhook.Id == request.Route("id") && webhook.By == request.User) ?? throw BoxException.NotFound();

    private void EnsureAllowed()
    {
        if (!world.Settings.MayManageWebhooks)
        {
            throw new BoxException(403, "insufficient_scope", "The request requires higher privileges than provided by the access token");
        }
    }

    // The real one calls nobody on this machine; here somebody may well be.
    private static Uri AddressOf(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.IsLoopback || (address is { Scheme: "https", Port: 443 } && address.Host != "box.com" && !address.Host.EndsWith(".box.com", StringComparison.OrdinalIgnoreCase)))
                ? address
                : throw BoxException.Bad("Invalid notification URL: it must be https, at port 443, and not at Box");

    private static List<string> TriggersOf(JsonObject body)
    {
        var triggers = (body["triggers"] as JsonArray ?? throw BoxException.Bad("'triggers' is required")).Select(trigger => trigger?.ToString() ?? "").ToList();
        return triggers.Count > 0 && triggers.TrueForAll(trigger => trigger.Contains('.', StringComparison.Ordinal) && trigger.All(letter => letter is '.' or '_' or (>= 'A' and <= 'Z')))
            ? triggers
            : throw BoxException.Bad("Unsupported trigger");
    }

    private static JsonObject Target(SandboxBoxWebhook webhook) => new() { ["id"] = webhook.TargetId, ["type"] = webhook.TargetType };

    private static JsonObject Shown(SandboxBoxWebhook webhook) => new()
    {
        ["id"] = webhook.Id,
        ["type"] = "webhook",
        ["target"] = Target(webhook),
        ["created_by"] = webhook.By.ToJson(),
        ["created_at"] = BoxTime.Text(webhook.CreatedAt),
        ["address"] = webhook.Address.AbsoluteUri,
        ["triggers"] = new JsonArray([.. webhook.Triggers.Select(trigger => (JsonNode)trigger)]),
    };
}

/// <summary>A webhook that the application has registered.</summary>
public sealed record SandboxBoxWebhook(string Id, string TargetId, string TargetType, Uri Address, IReadOnlyList<string> Triggers, DateTimeOffset CreatedAt)
{
    internal BoxUser By { get; init; } = BoxUser.Service;
}
