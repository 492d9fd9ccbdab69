using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Tests.Frame.Operations;

public sealed class PagingTests
{
    private readonly Cursors _cursors = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void A_short_list_is_gone_through_page_by_page()
    {
        string[] all = ["a", "b", "c", "d", "e"];
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = Ask("2", cursor).Of("letters").Answer(all);
            Assert.InRange(page.Items.Count, 1, 2);
            Assert.Equal(page.NextCursor is not null, page.HasMore);
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(all, found);
    }

    [Fact]
    public void One_row_more_than_asked_for_shows_that_there_is_a_next_page()
    {
        var asked = Ask("2", null);

        var page = asked.Of("numbers").Answer([9L, 7L, 5L], row => row, row => $"{row}");

        Assert.Equal(["9", "7"], page.Items);
        Assert.Equal(7, Ask("2", page.NextCursor).Of("numbers").Before);
        Assert.Equal($"</numbers?limit=2&cursor={page.NextCursor}>; rel=\"next\"", asked.Http.Response.Headers.Link);
    }

    [Fact]
    public void A_cursor_of_another_list_is_refused_together_with_what_else_is_wrong()
    {
        var other = Ask("1", null).Of("letters").Answer(["a", "b"]).NextCursor;
        var request = new RequestText();
        request.Refuse("/query/state", "unknown-state", "Must be a state.");

        var refusal = Assert.Throws<RefusalException>(() => Ask("many", other).Of("numbers", request)).Problem;

        Assert.Equal("bad-cursor", refusal.ProblemDetails.Extensions["code"]);
        Assert.Equal(
            ["/query/state", "/query/cursor", "/query/limit"],
            Assert.IsAssignableFrom<IReadOnlyList<ProblemError>>(refusal.ProblemDetails.Extensions["errors"]).Select(error => error.Pointer));
    }

    private Paging Ask(string limit, string? cursor)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/numbers";
        http.Request.QueryString = new QueryString(QueryHelpers.AddQueryString("", "limit", limit));
        return new Paging(limit, cursor, http, _cursors);
    }
}
