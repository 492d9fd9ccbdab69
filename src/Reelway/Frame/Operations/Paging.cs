using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>The words of a query that ask for a page of a list.</summary>
internal sealed record Paging(
    [FromQuery(Name = "limit")] string? Limit, [FromQuery(Name = "cursor")] string? Cursor, HttpContext Http, Cursors Cursors)
{
    /// <summary>Reads them; refuses what is wrong with them, and with what was read of the request before.</summary>
    /// <param name="list">Names the list and everything that filters it: what cursors are bound to.</param>
    public Page Of(string list, RequestText? request = null)
    {
        request ??= new RequestText();
        var page = new Page(this, list, Cursors.Read(request, list, Cursor), request.Limit("/query/limit", Limit));
        request.EnsureValid();
        return page;
    }
}

/// <summary>The page of a list that somebody asks for, and the answer with the way to the next.</summary>
/// <param name="Before">The id to go on from; null for the first page.</param>
/// <param name="Count">How many items at most.</param>
internal sealed record Page(Paging Asked, string List, long? Before, int Count)
{
    /// <param name="last">The last id of this page; null when no more follow.</param>
    public ListOf<T> Answer<T>(IEnumerable<T> items, long? last)
    {
        if (last is not { } before)
        {
            return new ListOf<T>([.. items]);
        }

        var (http, next) = (Asked.Http, Asked.Cursors.Write(List, before));
        var query = new QueryBuilder(http.Request.Query.Where(part => part.Key != "cursor")) { { "cursor", next } };
        http.Response.Headers.Link = $"<{http.Request.Path}{query}>; rel=\"next\"";
        return new ListOf<T>([.. items], next, HasMore: true);
    }

    /// <param name="rows">One more than <see cref="Count"/>, where there are as many.</param>
    public ListOf<T> Answer<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, long> id, Func<TRow, T> item)
        => Answer(rows.Take(Count).Select(item), rows.Count > Count ? id(rows[Count - 1]) : null);

    /// <param name="all">A list that is short enough to be at hand as a whole.</param>
    public ListOf<T> Answer<T>(IReadOnlyList<T> all)
    {
        var begin = (int)(Before ?? 0);
        return Answer(all.Skip(begin).Take(Count), all.Count > begin + Count ? begin + Count : null);
    }
}
