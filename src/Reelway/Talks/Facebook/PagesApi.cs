using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Facebook;
using Reelway.Frame.Web;

namespace Reelway.Talks.Facebook;

/// <summary>The operations under <c>/api/v1/talks/pages</c>: pages of a connection, pages to mention, and the old bot's keys.</summary>
internal static class PagesApi
{
    private const int MaxSearchLength = 200;
    private const int MostKeys = 1000;

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    public static void MapPages(this IEndpointRouteBuilder api)
    {
        var pages = api.MapGroup("/talks/pages").WithTags("Talks");
        pages.MapGet("", ListAsync).Describe(PagesDescriptions.List).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502);
        pages.MapGet("/search", SearchAsync).Describe(PagesDescriptions.Search).ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502);
        pages.MapPost("/keys/export", ExportAsync).Describe(PagesDescriptions.Export).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502);
        pages.MapPost("/keys/import", ImportAsync).Describe(PagesDescriptions.Import).ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502);
    }

    private static Task<Results<Ok<PageList>, ProblemHttpResult>> ListAsync(string? connection, [FromServices] StagePages stages, CancellationToken cancellation)
        => OfAsync(connection, stages, (name, pages) => stages.ListAsync(name, pages, cancellation));

    private static async Task<Results<Ok<FoundPages>, ProblemHttpResult>> SearchAsync(
        string? connection, string? q, [FromServices] StagePages stages, CancellationToken cancellation)
    {
        var request = new RequestText();
        var words = request.Required("/query/q", q, MaxSearchLength, "Must be part of the page's name.");
        return request.Errors.Count > 0
            ? request.Refusal()
            : await OfAsync(connection, stages, async (_, pages) => new FoundPages(
                [.. (await pages.SearchPagesAsync(words, cancellation)).Select(page => new FoundPageItem(page.Id, page.Name, page.Link.AbsoluteUri))]));
    }

    private static Task<Results<Ok<AccessKeysAnswer>, ProblemHttpResult>> ExportAsync(
        AccessKeysExport body, HttpContext http, [FromServices] StagePages stages, [FromServices] AccessKeys keys, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return OfAsync(body.Connection, stages, (name, pages) => keys.ExportAsync(name, pages, ConnectionsApi.Actor(http), cancellation));
    }

    private static async Task<Results<Ok<AccessKeysTaken>, ProblemHttpResult>> ImportAsync(
        AccessKeysImport body, HttpContext http, [FromServices] StagePages stages, [FromServices] AccessKeys keys, CancellationToken cancellation)
        => body.Keys is not { Count: > 0 and <= MostKeys } list || list.Any(key => key is null || string.IsNullOrWhiteSpace(key.Page) || string.IsNullOrWhiteSpace(key.Token) || key.Stage is null)
            ? WebProblems.InvalidRequest.With(
                "Keys are needed.", new ProblemError("/body/keys", "missing", $"Must be 1 to {MostKeys} keys, each with a stage, a page's id and its token."))
            : await OfAsync(body.Connection, stages, (name, pages) => body.Check == false
                ? keys.ImportUnseenAsync(name, pages, list, ConnectionsApi.Actor(http), cancellation)
                : keys.ImportAsync(name, pages, list, ConnectionsApi.Actor(http), cancellation));

    private static async Task<Results<Ok<T>, ProblemHttpResult>> OfAsync<T>(string? connection, StagePages stages, Func<string, FacebookPages, Task<T>> act)
    {
        var name = string.IsNullOrWhiteSpace(connection) ? stages.DefaultConnection : connection.Trim();
        if (stages.Find(name) is not { } pages)
        {
            return ConnectionsApi.Missing(name);
        }

        try
        {
            return TypedResults.Ok(await act(name, pages));
        }
        catch (ConnectorException fault)
        {
            return ConnectionsApi.Failed(fault);
        }
    }
}
