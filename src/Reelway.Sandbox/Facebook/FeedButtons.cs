using System.Text.Json;

namespace Reelway.Sandbox.Facebook;

/// <summary>The buttons that a post may have.</summary>
internal static class FeedButtons
{
    // The vendor's list, without those that go with apps, calls and messages.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "APPLY_NOW", "BOOK_NOW", "BOOK_TRAVEL", "BUY_NOW", "BUY_TICKETS", "CONTACT_US", "DONATE", "DONATE_NOW", "DOWNLOAD", "GET_DIRECTIONS", "GET_OFFER", "GET_QUOTE",
        "GET_SHOWTIMES", "LEARN_MORE", "LISTEN_MUSIC", "LISTEN_NOW", "NO_BUTTON", "OPEN_LINK", "ORDER_NOW", "PLAY_GAME", "SEE_MORE", "SHOP_NOW", "SIGN_UP",
        "SUBSCRIBE", "WATCH_MORE", "WATCH_VIDEO",
    };

    /// <summary>What the button says.</summary>
    /// <param name="json">The parameter <c>call_to_action</c>.</param>
    /// <param name="link">The post's link, which the button must lead to.</param>
    public static string Read(string json, string? link)
    {
        var (type, target) = Parse(json);
        if (type is null || !Types.Contains(type))
        {
            throw new GraphException(GraphError.InvalidParameter($"Param call_to_action[type] must be one of {{{string.Join(", ", Types.Order(StringComparer.Ordinal))}}}"));
        }

        if (link is null)
        {
            throw new GraphException(GraphError.InvalidParameter("Param call_to_action needs a link post"));
        }

        return target == link
            ? type
            : throw new GraphException(GraphError.InvalidParameter("Param call_to_action[value][link] must be the same as the link of the post"));
    }

    private static (string? Type, string? Link) Parse(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var root = parsed.RootElement;
            return (root.GetProperty("type").GetString(), root.GetProperty("value").GetProperty("link").GetString());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new GraphException(GraphError.InvalidParameter("Param call_to_action must be JSON with a type and a value with a link"));
        }
    }
}
