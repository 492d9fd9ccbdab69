using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Webhooks;

/// <summary>What can be asked about deliveries.</summary>
internal static class DeliveriesApi
{
    private static readonly string[] States = [DeliveryRow.Trying, DeliveryRow.Delivered, DeliveryRow.Failed, DeliveryRow.Redelivered];

    public static readonly Operation<ListOf<DeliveryItem>> List = new("listWebhookDeliveries", "GET /webhooks/{name}/deliveries", WebhooksApi.Read)
    {
        Summary = "List an endpoint's deliveries, newest first",
        Text = "Those that were tried at least once; kept for as long as `events.keep` says.",
        Parameters = [new("name", "The endpoint's name."), new("state", "Only those in this state.", Values: States)],
        Example = new([DeliveryItem.Sample]),
        Problems = [WebhooksApi.NotFound],
    };

    public static readonly Operation<DeliveryDetail> Get = new("getWebhookDelivery", "GET /webhook-deliveries/{id}", WebhooksApi.Read)
    {
        Summary = "Show a delivery with its attempts",
        Text = "What was sent, without secrets, what came back, up to 50 KB, and how long it took.",
        Parameters = [new("id", "The delivery's run, such as run_06agn9k2w4008.")],
        Example = DeliveryDetail.Sample,
        Problems = [WebhooksApi.DeliveryNotFound],
    };

    public static readonly Operation<RedeliverRequest, RedeliverAnswer> Redeliver = new("redeliverWebhook", "POST /webhooks/{name}/redeliver", WebhooksApi.Write)
    {
        Summary = "Deliver again",
        Text = "One delivery (`delivery`), or all that failed since a time (`failedSince`), at most 1,000 at once; with the ids that they had, and signed again.",
        Parameters = [new("name", "The endpoint's name.")],
        Body = new(Delivery: null, "2026-03-04T10:00:00Z"),
        Example = new(["run_06agn9k2w4010"], HasMore: false),
        Problems = [WebhooksApi.NotFound, WebhooksApi.DeliveryNotFound, WebhooksApi.NotKept],
    };

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ListAsync);
        routes.Map(Get, async (string id, WebhookStore store, CancellationToken cancellation) => await DetailAsync(id, store, cancellation));
        routes.Map(Redeliver, RedeliverAsync).Form(
            WebhooksApi.PagePath + "/{name}", "redeliver", answer => new Notice(answer.Runs.Count == 1 ? "It is delivered again." : $"{answer.Runs.Count} are delivered again.", Failed: false));
    }

    /// <summary>A delivery with its attempts.</summary>
    public static async Task<DeliveryDetail> DetailAsync(string id, WebhookStore store, CancellationToken cancellation)
    {
        var row = await FindAsync(id, store, cancellation);
        return DeliveryDetail.From(row, await store.AttemptsAsync(new RunId(row.RunId), cancellation));
    }

    private static async Task<ListOf<DeliveryItem>> ListAsync(
        string name, string? state, [AsParameters] Paging paging, WebhookStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        if (state is { Length: > 0 } && !States.Contains(state))
        {
            request.Refuse("/query/state", "unknown", $"Must be one of {string.Join(", ", States)}.");
        }

        var page = paging.Of($"deliveries/{name}/{state}", request);
        var rows = await store.DeliveriesAsync(name, string.IsNullOrEmpty(state) ? null : state, page.Before ?? long.MaxValue, page.Count + 1, cancellation);
        return rows.Count > 0 || await store.FindAsync(name, cancellation) is not null ? page.Answer(rows, row => row.RunId, DeliveryItem.From) : throw WebhooksApi.Missing(name);
    }

    private static async Task<RedeliverAnswer> RedeliverAsync(
        string name, RedeliverRequest body, WebhookOperations endpoints, WebhookStore store, CancellationToken cancellation)
    {
        var since = RequestText.Read(request =>
        {
            if (string.IsNullOrWhiteSpace(body.Delivery) == string.IsNullOrWhiteSpace(body.FailedSince))
            {
                request.Refuse("/body", "one-of", "Must have either \"delivery\" or \"failedSince\".");
            }

            return EventsApi.TimeOf(request, "/body/failedSince", body.FailedSince);
        });
        var endpoint = await store.FindAsync(name, cancellation) ?? throw WebhooksApi.Missing(name);
        if (since is { } from)
        {
            var failed = await store.FailedSinceAsync(name, from, WebhookOperations.MostRedelivered + 1, cancellation);
            var runs = await endpoints.RedeliverAsync(endpoint, [.. failed.Take(WebhookOperations.MostRedelivered)], cancellation);
            return new RedeliverAnswer([.. runs.Select(run => run.ToString())], failed.Count > WebhookOperations.MostRedelivered);
        }

        var row = await FindAsync(body.Delivery!, store, cancellation);
        var again = row.Endpoint == name ? await endpoints.RedeliverAsync(endpoint, [row], cancellation) : throw Missing(body.Delivery!);
        return again.Count > 0
            ? new RedeliverAnswer([.. again.Select(run => run.ToString())], HasMore: false)
            : throw WebhooksApi.NotKept.Because($"The event at {row.Position} is no longer kept (events.keep), so it can't be delivered again.");
    }

    private static async Task<DeliveryRow> FindAsync(string id, WebhookStore store, CancellationToken cancellation)
        => RunId.TryParse(id, out var run) && await store.FindDeliveryAsync(run, cancellation) is { } row ? row : throw Missing(id);

    private static RefusalException Missing(string id)
        => WebhooksApi.DeliveryNotFound.Because($"There is no delivery \"{ShownText.Name(id)}\", or no more; see \"reelway webhooks deliveries NAME\".");
}
