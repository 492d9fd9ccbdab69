using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Public;
using Reelway.Frame.Web;
using Reelway.Storage;
using Reelway.Webhooks;

namespace Reelway.Incoming;

/// <summary>What can be asked about what came in.</summary>
internal static class IncomingApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/deliveries";

    private const int LongestName = 200;

    public static readonly Right Read = new("incoming:read");
    public static readonly Right Write = new("incoming:write");

    public static readonly ProblemKind NoReceiver = new(409, "receiver-gone", "Nothing takes its deliveries any more");
    public static readonly ProblemKind NotTaken = new(422, "delivery-not-taken", "The delivery can't be taken");

    private static readonly Parameter Id = new("id", "The delivery's id, such as in_06agn9k2w4010.");

    public static readonly Operation<ListOf<IncomingItem>> List = new("listIncoming", "GET /incoming", Read)
    {
        Summary = "List what came in, newest first",
        Text = "Deliveries of known senders, each once. They stay for as long as `events.keep` says, and a week at least.",
        Parameters = [new("receiver", "Only what came to this receiver.")],
        Example = new([IncomingItem.Sample]),
    };

    public static readonly Operation<IncomingDetail> Get = new("getIncoming", "GET /incoming/{id}", Read)
    {
        Summary = "Show a delivery that came in",
        Text = "With what it brought.",
        Parameters = [Id],
        Example = IncomingDetail.Sample,
        Problems = [WebhooksApi.DeliveryNotFound],
    };

    public static readonly Operation<ReplayedDelivery> Replay = new("replayIncoming", "POST /incoming/{id}/replay", Write)
    {
        Summary = "Take a delivery again",
        Text = "As if it had just come: what follows from it is done again, whether or not it was done before.",
        Parameters = [Id],
        Example = ReplayedDelivery.Sample,
        Problems = [WebhooksApi.DeliveryNotFound, NoReceiver, NotTaken],
    };

    public static readonly Operation<ListOf<RefusalItem>> Refusals = new("listIncomingRefusals", "GET /incoming-refusals", Read)
    {
        Summary = "List what was refused, newest first",
        Text = "Counted by hour, address, receiver and reason. When very much is refused within an hour, addresses and reasons are counted together.",
        Example = new([RefusalItem.Sample]),
    };

    public static readonly Operation<ListOf<ReceiverItem>> Receivers = new("listIncomingReceivers", "GET /incoming-receivers", Read)
    {
        Summary = "List the paths that others may call",
        Text = "Each with the address to give to its sender, and when something came there last.",
        Example = new([ReceiverItem.Sample]),
    };

    public static void MapIncoming(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ListAsync);
        routes.Map(Get, DetailAsync);
        routes.Map(Replay, ReplayAsync).Form(PagePath + "/{id}", "replay", answer => new Notice($"It was taken again. {answer.Sentence}", Failed: false));
        routes.Map(Refusals, RefusalsAsync);
        routes.Map(Receivers, async ([AsParameters] Paging paging, IncomingViews views, CancellationToken cancellation)
            => paging.Of("incoming-receivers").Answer(await views.ReceiversAsync(cancellation)));
    }

    /// <summary>A delivery with what it brought.</summary>
    public static async Task<IncomingDetail> DetailAsync(string id, IncomingStore store, Secrets secrets, CancellationToken cancellation)
        => IncomingDetail.From(await FindAsync(id, store, cancellation), secrets);

    private static async Task<ListOf<IncomingItem>> ListAsync(string? receiver, [AsParameters] Paging paging, IncomingStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        var name = request.Line("/query/receiver", receiver, LongestName);
        var page = paging.Of($"incoming/{name}", request);
        return page.Answer(await store.ListAsync(name, page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id, IncomingItem.From);
    }

    private static async Task<ListOf<RefusalItem>> RefusalsAsync([AsParameters] Paging paging, IncomingStore store, CancellationToken cancellation)
    {
        var page = paging.Of("incoming-refusals");
        var skip = page.Before ?? 0;
        var rows = await store.RefusalsAsync(skip, page.Count + 1, cancellation);
        return page.Answer(rows.Take(page.Count).Select(RefusalItem.From), rows.Count > page.Count ? skip + page.Count : null);
    }

    private static async Task<ReplayedDelivery> ReplayAsync(
        string id, HttpContext http, IncomingStore store, IncomingRequests requests, PublicPaths paths, IdGenerator ids, CancellationToken cancellation)
    {
        var (row, body, isBase64) = await FindAsync(id, store, cancellation);
        var path = paths.All.OfType<IncomingPath>().FirstOrDefault(path => path.Name == row.Receiver)
            ?? throw NoReceiver.Because($"Nothing is declared by the name {ShownText.Name(row.Receiver)} any more, so nothing takes its deliveries.");
        var delivery = IncomingRequests.DeliveryOf(
            row.Receiver, row.Delivery, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.MediaType, IncomingDetail.BytesOf(body, isBase64), again: $"{ids.Next()}");
        var taken = await path.Take(delivery, http.RequestServices, cancellation);
        if (taken.Refusal is not null)
        {
            throw NotTaken.Because(taken.Sentence);
        }

        var (run, told) = requests.Prepare(taken, delivery);
        var started = await store.TakeAgainAsync(new IncomingId(row.Id), Visitor.ActorOf(http), taken.Sentence, run, told, cancellation);
        return new ReplayedDelivery(id, taken.Sentence, started?.Id.ToString());
    }

    private static async Task<(DeliveryIn Delivery, string Body, bool IsBase64)> FindAsync(string id, IncomingStore store, CancellationToken cancellation)
        => TypedId.TryParse<IncomingId>(id, out var number) && await store.FindAsync(number, cancellation) is { } found
            ? found
            : throw WebhooksApi.DeliveryNotFound.Because($"There is no delivery \"{ShownText.Name(id)}\", or no more; see \"reelway incoming list\".");
}
