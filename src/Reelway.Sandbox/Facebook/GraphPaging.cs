using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;

namespace Reelway.Sandbox.Facebook;

/// <summary>Cuts a list into pages with opaque cursors. <c>next</c> carries the caller's token, as the real one does.</summary>
internal static class GraphPaging
{
    private const int DefaultLimit = 25;
    private const int LargestLimit = 200;
    private const string CursorPrefix = "at:";

    public static JsonObject Cut(GraphCall call, IReadOnlyList<JsonObject> items)
    {
        var limit = call.Find("limit") is { Length: > 0 } ? (int)Math.Clamp(call.NeedNumber("limit"), 1, LargestLimit) : DefaultLimit;
        var start = call.Find("after") is { Length: > 0 } after ? Position(after) : 0;
        var page = items.Skip(start).Take(limit).ToArray<JsonNode?>();
        var answer = new JsonObject { ["data"] = new JsonArray(page) };
        if (page.Length == 0)
        {
            return answer;
        }

        var end = start + page.Length;
        var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = Cursor(start), ["after"] = Cursor(end) } };
        if (end < items.Count)
        {
            paging["next"] = Next(call, limit, Cursor(end));
        }

        answer["paging"] = paging;
        return answer;
    }

    private static string Next(GraphCall call, int limit, string after)
    {
        var request = call.Http.Request;
        var query = new QueryBuilder { { "access_token", call.TokenText } };
        if (call.Find("fields") is { } fields)
        {
            query.Add("fields", fields);
        }

        if (call.Find("q") is { } search)
        {
            query.Add("q", search);
        }

        query.Add("limit", limit.ToString(CultureInfo.InvariantCulture));
        query.Add("after", after);
        return UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path, query.ToQueryString());
    }

    private static string Cursor(int position)
        => Convert.ToBase64String(Encoding.ASCII.GetBytes(CursorPrefix + position.ToString(CultureInfo.InvariantCulture)));

    private static int Position(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text
            && text.StartsWith(CursorPrefix, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(CursorPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        throw new GraphException(GraphError.InvalidParameter("Invalid cursor"));
    }
}
