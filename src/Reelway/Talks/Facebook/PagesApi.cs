using Microsoft.AspNetCore.Mvc;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Talks.Facebook;

/// <summary>What can be asked about pages: those of a connection, pages to mention, and the old bot's keys.</summary>
internal static class PagesApi
{
    private const int MaxSearchLength = 200;
    private const int MostKeys = 1000;

    private static readonly Parameter Connection = new("connection", "The connection. Default: that of talks.connection.");

    private static readonly IReadOnlyList<ProblemKind> Problems = [ConnectionsApi.NotFound, ConnectionsApi.LoginRefused, ConnectionsApi.NotAnswered];

    public static readonly Operation<PageList> List = new("listPages", "GET /talks/pages", TalksApi.Read)
    {
        Summary = "List the pages of a connection",
        Text = "With the user's rights, the state of the page's token, and which talks go to it. Settings whose page is none of these are under `unplaced`.",
        Parameters = [Connection],
        Example = new(
            [new("175000000000101", "Harbour Stage", "harbourstage", "Conference", "https://www.facebook.com/harbourstage", ["CREATE_CONTENT", "MANAGE"], CanPublish: true, "held", Problem: null, ["stage Barn"])],
            [new("stage Attic", "atticstage", "Facebook: page \"atticstage\" was not found")]),
        Problems = Problems,
    };

    public static readonly Operation<FoundPages> Search = new("searchPages", "GET /talks/pages/search", TalksApi.Read)
    {
        Summary = "Search pages to mention",
        Text = "Pages of anybody, by their names. Names alone do not tell who is meant: a person confirms the hit and puts it under talks.mentions.",
        Parameters = [Connection, new("q", "Part of the page's name.")],
        Example = new([new("175000000000103", "Workshop Loft", "https://www.facebook.com/workshoploft")]),
        Problems = [WebProblems.InvalidRequest, .. Problems],
    };

    public static readonly Operation<AccessKeysExport, AccessKeysAnswer> Export = new("exportAccessKeys", "POST /talks/pages/keys/export", new Right("page-keys:read"))
    {
        Summary = "Export the keys of the stages' pages",
        Text = "A page and its token for each stage, as the old bot wants them. They open the pages: it is noted in the audit log.",
        ForgetsAnswer = true,
        Body = new("facebook"),
        Example = new([new("Barn", "175000000000101", "EAAB…")], Problems: []),
        Problems = Problems,
    };

    public static readonly Operation<AccessKeysImport, AccessKeysTaken> Import = new("importAccessKeys", "POST /talks/pages/keys/import", new Right("page-keys:write"))
    {
        Summary = "Take over keys of pages",
        Text = "Keeps the tokens sealed. Stages stay where the settings send them; those that the settings send elsewhere are under `unmapped`. Tokens that Facebook refuses are left out; with `check: false` it is not asked.",
        ForgetsAnswer = true,
        Body = new("facebook", [new("Barn", "175000000000101", "EAAB…")]),
        Example = new(Pages: 1, [new("Attic", "175000000000104")], Warnings: []),
        Problems = Problems,
    };

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, (string? connection, [FromServices] StagePages stages, CancellationToken cancellation)
            => OfAsync(connection, stages, (name, pages) => stages.ListAsync(name, pages, cancellation)));
        routes.Map(Search, SearchAsync);
        routes.Map(Export, ExportAsync);
        routes.Map(Import, ImportAsync);
    }

    private static Task<FoundPages> SearchAsync(string? connection, string? q, [FromServices] StagePages stages, CancellationToken cancellation)
    {
        var words = RequestText.Read(request => request.Required("/query/q", q, MaxSearchLength, "Must be part of the page's name."));
        return OfAsync(connection, stages, async (_, pages) => new FoundPages(
            [.. (await pages.SearchPagesAsync(words, cancellation)).Select(page => new FoundPageItem(page.Id, page.Name, page.Link.AbsoluteUri))]));
    }

    private static Task<AccessKeysAnswer> ExportAsync(
        AccessKeysExport body, HttpContext http, [FromServices] StagePages stages, [FromServices] AccessKeys keys, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return OfAsync(body.Connection, stages, (name, pages) => keys.ExportAsync(name, pages, ConnectionsApi.Actor(http), cancellation));
    }

    private static Task<AccessKeysTaken> ImportAsync(
        AccessKeysImport body, HttpContext http, [FromServices] StagePages stages, [FromServices] AccessKeys keys, CancellationToken cancellation)
    {
        RequestText.Check(request => Check(request, body.Keys));
        return OfAsync(body.Connection, stages, (name, pages) => body.Check == false
            ? keys.ImportUnseenAsync(name, pages, body.Keys!, ConnectionsApi.Actor(http), cancellation)
            : keys.ImportAsync(name, pages, body.Keys!, ConnectionsApi.Actor(http), cancellation));
    }

    private static void Check(RequestText request, IReadOnlyList<AccessKey>? keys)
    {
        if (keys is not { Count: > 0 and <= MostKeys } || keys.Any(key => key is null || string.IsNullOrWhiteSpace(key.Page) || string.IsNullOrWhiteSpace(key.Token) || key.Stage is null))
        {
            request.Refuse("/body/keys", "missing", $"Must be 1 to {MostKeys} keys, each with a stage, a page's id and its token.");
        }
    }

    private static async Task<T> OfAsync<T>(string? connection, StagePages stages, Func<string, FacebookPages, Task<T>> act)
    {
        var name = string.IsNullOrWhiteSpace(connection) ? stages.DefaultConnection : connection.Trim();
        try
        {
            return await act(name, stages.Find(name) ?? throw ConnectionsApi.Missing(name));
        }
        catch (ConnectorException fault)
        {
            throw ConnectionsApi.Failed(fault);
        }
    }
}
