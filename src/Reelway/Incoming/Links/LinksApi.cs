using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Incoming.Links;

/// <summary>A link as the API shows it; what opens it is shown to nobody again.</summary>
/// <param name="For">The path that it is for.</param>
/// <param name="Subject">What it is for.</param>
/// <param name="Label">Whom it was made for.</param>
/// <param name="State"><c>open</c>, <c>over</c> or <c>revoked</c>.</param>
/// <param name="Uses">How often it was opened, counted by the minute.</param>
internal sealed record LinkItem(string Id, string For, string Subject, string Label, string State, string MadeBy, DateTime MadeAt, DateTime ExpiresAt, long Uses, DateTime? UsedAt)
{
    public static LinkItem Sample { get; } = new(
        "link_06agn9k2w4008", "talks.review", "talk/talk_06agn9k2w4009", "Ann, for review", "open", "operator", new DateTime(2026, 3, 4, 10, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 3, 18, 10, 0, 0, DateTimeKind.Utc), Uses: 2, new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc));

    public static LinkItem From(LinkRow row, DateTimeOffset now) => new(
        new LinkId(row.Id).ToString(), row.Name, row.Subject, row.Label, row.RevokedMs is not null ? "revoked" : row.ExpiresMs <= now.ToUnixTimeMilliseconds() ? "over" : "open", row.MadeBy,
        Time(row.MadeMs), Time(row.ExpiresMs), row.Uses, row.UsedMs is { } used ? Time(used) : null);

    private static DateTime Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
}

/// <summary>What can be asked about links for people without an account.</summary>
internal static class LinksApi
{
    private const int LongestName = 200;

    public static readonly ProblemKind NotFound = new(404, "link-not-found", "There is no such link");

    public static readonly Operation<ListOf<LinkItem>> List = new("listLinks", "GET /links", IncomingApi.Read)
    {
        Summary = "List links for people without an account, newest first",
        Text = "With whom each was made for, how long it opens, and how often it was opened. What opens it is kept nowhere.",
        Parameters = [new("subject", "Only links for this subject, such as talk/talk_06agn9k2w4009.")],
        Example = new([LinkItem.Sample]),
    };

    public static readonly Operation<LinkItem> Revoke = new("revokeLink", "POST /links/{id}/revoke", IncomingApi.Write)
    {
        Summary = "Revoke a link",
        Text = "Whoever opens it from now on does not get in.",
        Parameters = [new("id", "The link's id, such as link_06agn9k2w4008.")],
        Example = LinkItem.Sample with { State = "revoked" },
        Problems = [NotFound],
    };

    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async (string? subject, [AsParameters] Paging paging, LinkStore store, TimeProvider clock, CancellationToken cancellation) =>
        {
            var request = new RequestText();
            var wanted = request.Line("/query/subject", subject, LongestName);
            var page = paging.Of($"links/{wanted}", request);
            return page.Answer(await store.ListAsync(wanted, page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id, row => LinkItem.From(row, clock.GetUtcNow()));
        });
        routes.Map(Revoke, async (string id, HttpContext http, LinkStore store, TimeProvider clock, CancellationToken cancellation) =>
        {
            var link = TypedId.TryParse<LinkId>(id, out var number) && await store.FindAsync(number, cancellation) is not null
                ? number
                : throw NotFound.Because($"There is no link \"{ShownText.Name(id)}\", or no more; see \"reelway links list\".");
            await store.RevokeAsync(link, Visitor.ActorOf(http), cancellation);
            return LinkItem.From((await store.FindAsync(link, cancellation))!, clock.GetUtcNow());
        });
    }
}
