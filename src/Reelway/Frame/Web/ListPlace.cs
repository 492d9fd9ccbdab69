namespace Reelway.Frame.Web;

/// <summary>The page of a list that somebody asks for, and the way from there to the next; the same for every list of the API.</summary>
/// <param name="List">Names the list and everything that filters it: what cursors are bound to.</param>
/// <param name="Before">The id to go on from; null for the first page.</param>
/// <param name="Count">How many items at most.</param>
internal sealed record ListPlace(string List, long? Before, int Count)
{
    /// <summary>Reads <c>limit</c> and <c>cursor</c>; what is wrong with them is refused.</summary>
    public static ListPlace Read(RequestText request, Cursors cursors, string list, string? limit, string? cursor)
        => new(list, ReadCursor(request, cursors, list, cursor), request.Limit("/query/limit", limit));

    /// <summary>The place that a cursor means; null for the first page.</summary>
    public static long? ReadCursor(RequestText request, Cursors cursors, string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (cursors.TryRead(list, cursor, out var before))
        {
            return before;
        }

        request.Refuse("/query/cursor", WebProblems.BadCursor.Code, "Must be a nextCursor that this server gave out for the same list and filter; start again without a cursor.");
        return null;
    }

    /// <summary>The cursor of the next page, which the answer's <c>Link</c> names too; null when there is none.</summary>
    /// <param name="last">The last id of this page; null when no more follow.</param>
    public string? Next(HttpContext http, Cursors cursors, long? last)
    {
        if (last is not { } before)
        {
            return null;
        }

        var next = cursors.Write(List, before);
        var query = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder(http.Request.Query.Where(part => part.Key != "cursor")) { { "cursor", next } };
        http.Response.Headers.Link = $"<{http.Request.Path}{query}>; rel=\"next\"";
        return next;
    }
}
