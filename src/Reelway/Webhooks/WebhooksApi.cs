using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Webhooks;

/// <summary>What can be asked about webhooks.</summary>
internal static class WebhooksApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/webhooks";

    private const int LongestReason = 500;

    public static readonly Right Read = new("webhooks:read");
    public static readonly Right Write = new("webhooks:write");

    public static readonly ProblemKind NotFound = new(404, "webhook-not-found", "There is no such webhook");
    public static readonly ProblemKind Exists = new(409, "webhook-exists", "There is a webhook of that name");
    public static readonly ProblemKind DeliveryNotFound = new(404, "delivery-not-found", "There is no such delivery");
    public static readonly ProblemKind NotKept = new(409, "event-not-kept", "The event is no longer kept");

    private static readonly Parameter Name = new("name", "The endpoint's name.");

    public static readonly Operation<ListOf<WebhookItem>> List = new("listWebhooks", "GET /webhooks", Read)
    {
        Summary = "List webhook endpoints",
        Text = "By name. Their secrets are never shown again.",
        Example = new([WebhookItem.Sample]),
    };

    public static readonly Operation<WebhookItem> Get = new("getWebhook", "GET /webhooks/{name}", Read)
    {
        Summary = "Show a webhook endpoint",
        Text = "With how far it has come, and since when it fails.",
        Parameters = [Name],
        Example = WebhookItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<AddWebhookRequest, AddedWebhook> Add = new("addWebhook", "POST /webhooks", Write)
    {
        ForgetsAnswer = true,
        Summary = "Add a webhook endpoint",
        Text = "It gets the events that are recorded from now on. The answer holds the secret that signs its deliveries (Standard Webhooks): it is shown this once.",
        Body = AddWebhookRequest.Sample,
        Example = new(WebhookItem.Sample, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        Problems = [Exists],
    };

    public static readonly Operation<EditWebhookRequest, WebhookItem> Edit = new("editWebhook", "PATCH /webhooks/{name}", Write)
    {
        ForgetsAnswer = true,
        IsEdit = true,
        Summary = "Change a webhook endpoint",
        Text = "What is left out stays as it is, the secret that signs among it. Deliveries that wait go as the endpoint is then.",
        Parameters = [Name],
        Body = new("https://news.example/hooks/new", Subject: "", TimeoutSeconds: 20),
        Example = WebhookItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<RotateRequest, RotatedWebhook> Rotate = new("rotateWebhookSecret", "POST /webhooks/{name}/rotate", Write)
    {
        ForgetsAnswer = true,
        Summary = "Give an endpoint a new secret",
        Text = "Deliveries are signed with both secrets until `grace` is over (24h unless given), those included that wait already.",
        Parameters = [Name],
        Body = new("24h"),
        Example = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", new DateTime(2026, 3, 5, 10, 20, 0, DateTimeKind.Utc)),
        Problems = [NotFound],
    };

    public static readonly Operation<WebhookItem> Enable = new("enableWebhook", "POST /webhooks/{name}/enable", Write)
    {
        Summary = "Switch an endpoint on",
        Text = "It gets everything from where it was; to leave some out, or to have some again, replay it from a time.",
        Parameters = [Name],
        Example = WebhookItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<DisableRequest, WebhookItem> Disable = new("disableWebhook", "POST /webhooks/{name}/disable", Write)
    {
        Summary = "Switch an endpoint off",
        Text = "Nothing is lost: deliveries that are open wait, and what comes later waits as events.",
        Parameters = [Name],
        Body = new("They move their server this weekend."),
        Example = WebhookItem.Sample with { Enabled = false, OffWhy = "They move their server this weekend." },
        Problems = [NotFound],
    };

    public static readonly Operation<WebhookItem> Remove = new("removeWebhook", "POST /webhooks/{name}/remove", Write)
    {
        Summary = "Remove an endpoint",
        Text = "What it has not had it never gets. Its deliveries stay in the log for as long as `events.keep` says.",
        Parameters = [Name],
        Example = WebhookItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<TestedWebhook> Test = new("testWebhook", "POST /webhooks/{name}/test", Write)
    {
        ForgetsAnswer = true,
        Summary = "Send an example to an endpoint",
        Text = "At once and once, signed like any other, with the example of the first type that it wants; also to one that is off.",
        Parameters = [Name],
        Example = TestedWebhook.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<ReplayWebhookRequest, WebhookItem> Replay = new("replayWebhook", "POST /webhooks/{name}/replay", Write)
    {
        Summary = "Bring events to an endpoint again",
        Text = "From a position (`after`) or a time (`since`) on, with the ids that they had.",
        Parameters = [Name],
        Body = new(After: null, "2026-03-04T10:00:00Z"),
        Example = WebhookItem.Sample,
        Problems = [NotFound],
    };

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, WebhookViews views, CancellationToken cancellation)
            => paging.Of("webhooks").Answer(await views.ListAsync(cancellation)));
        routes.Map(Get, (string name, WebhookViews views, CancellationToken cancellation) => views.GetAsync(name, cancellation));
        routes.Map(Add, AddAsync);
        routes.Map(Edit, EditAsync).Form(PagePath + "/{name}", "edit", item => new Notice($"{item.Name} is changed.", Failed: false));
        routes.Map(Rotate, RotateAsync);
        routes.Map(Enable, EnableAsync).Form(PagePath, "{name}/enable", item => new Notice($"{item.Name} gets events again.", Failed: false));
        routes.Map(Disable, DisableAsync).Form(PagePath, "{name}/disable", item => new Notice($"{item.Name} is off; what is meant for it waits.", Failed: false));
        routes.Map(Remove, RemoveAsync);
        routes.Map(Test, TestAsync).Form(PagePath, "{name}/test", tested => new Notice(tested.Sentence, tested.Problem is not null));
        routes.Map(Replay, ReplayAsync);
    }

    private static async Task<AddedWebhook> AddAsync(AddWebhookRequest body, WebhookStore store, WebhookViews views, CancellationToken cancellation)
    {
        var asked = RequestText.Read(request => EndpointReading.Read(request, body));
        return await store.AddAsync(asked.Name, asked.Settings, asked.Secrets, cancellation)
            ? new AddedWebhook(await views.GetAsync(asked.Name, cancellation), asked.Settings.Signed ? asked.Secrets.Signing : null)
            : throw Exists.Because($"There is a webhook \"{asked.Name}\" already; choose another name, or remove it first.");
    }

    private static async Task<WebhookItem> EditAsync(string name, EditWebhookRequest body, HttpContext http, WebhookStore store, WebhookViews views, CancellationToken cancellation)
        => await store.ChangeAsync(name, had => Edited(had, body, Versions.Expected(http) ?? body.Version), cancellation) ? await views.GetAsync(name, cancellation) : throw Missing(name);

    private static (EndpointSettings Settings, EndpointSecrets Secrets) Edited(WebhookEndpoint had, EditWebhookRequest body, long? version)
    {
        Versions.Ensure(version, had.Version, $"The webhook \"{had.Name}\"");
        var asked = RequestText.Read(request => EndpointReading.Read(request, body.Over(had)));
        return (asked.Settings, asked.Secrets with { Formers = had.Secrets.Formers });
    }

    private static async Task<RotatedWebhook> RotateAsync(
        string name, RotateRequest? body, WebhookOperations endpoints, TimeProvider time, CancellationToken cancellation)
    {
        var grace = RequestText.Read(request => EndpointReading.Grace(request, body?.Grace));
        var until = time.GetUtcNow() + grace;
        return await endpoints.RotateAsync(name, grace, cancellation) is { } secret ? new RotatedWebhook(secret, until.UtcDateTime) : throw Missing(name);
    }

    private static async Task<WebhookItem> EnableAsync(string name, WebhookOperations endpoints, WebhookViews views, CancellationToken cancellation)
    {
        await views.GetAsync(name, cancellation);
        await endpoints.SwitchOnAsync(name, cancellation);
        return await views.GetAsync(name, cancellation);
    }

    private static async Task<WebhookItem> DisableAsync(
        string name, DisableRequest? body, WebhookOperations endpoints, WebhookViews views, CancellationToken cancellation)
    {
        await views.GetAsync(name, cancellation);
        var reason = RequestText.Read(request => request.Line("/body/reason", body?.Reason, LongestReason)) ?? "Switched off by hand.";
        await endpoints.SwitchOffAsync(name, reason, byItself: false, cancellation);
        return await views.GetAsync(name, cancellation);
    }

    private static async Task<WebhookItem> RemoveAsync(string name, WebhookOperations endpoints, WebhookViews views, CancellationToken cancellation)
    {
        var item = await views.GetAsync(name, cancellation);
        await endpoints.RemoveAsync(name, cancellation);
        return item;
    }

    private static async Task<TestedWebhook> TestAsync(string name, WebhookOperations endpoints, WebhookStore store, CancellationToken cancellation)
        => TestedWebhook.From(name, await endpoints.TestAsync(await store.FindAsync(name, cancellation) ?? throw Missing(name), cancellation));

    private static async Task<WebhookItem> ReplayAsync(
        string name, ReplayWebhookRequest body, EventStore events, WebhookViews views, CancellationToken cancellation)
    {
        await views.GetAsync(name, cancellation);
        await events.SetCursorAsync(WebhookEndpoint.SubscriberOf(name), await EventsApi.BeginAsync(events, body.After, body.Since, cancellation), cancellation);
        return await views.GetAsync(name, cancellation);
    }

    /// <summary>There is no endpoint of this name.</summary>
    public static RefusalException Missing(string name) => NotFound.Because($"There is no webhook \"{ShownText.Name(name)}\"; see \"reelway webhooks list\".");
}
