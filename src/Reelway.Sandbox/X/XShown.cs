using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.X;

/// <summary>Posts as X shows them: with its own links, and with the fields that were asked for.</summary>
internal static partial class XShown
{
    private static readonly TimeSpan AuthorFiguresLast = TimeSpan.FromDays(30);

    /// <summary>The fields that a query asks for, by either of their names.</summary>
    public static HashSet<string> Fields(IQueryCollection query)
        => [.. (query["tweet.fields"].ToString() + "," + query["post.fields"]).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>As the real one gives a text back: with links of its own, one more for what it shows, and three marks as entities.</summary>
    public static string Text(SandboxTweet post)
    {
        var text = Links().Replace(post.Text, "https://t.co/a1B2c3D4e5");
        var whole = post.Media.Count > 0 ? $"{text} https://t.co/m3D1aL1nk0".TrimStart() : text;
        return whole.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    /// <summary>A post; what of it may not be seen is noted.</summary>
    public static JsonObject Json(SandboxTweet post, HashSet<string> fields, int replies, XSettings settings, DateTimeOffset now, JsonArray problems)
    {
        var (reposts, references) = settings.HasNewNames ? ("repost_count", "referenced_posts") : ("retweet_count", "referenced_tweets");
        var json = new JsonObject { ["id"] = post.Id, ["text"] = Text(post), ["edit_history_tweet_ids"] = new JsonArray(post.Id) };
        if (fields.Contains("created_at"))
        {
            json["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        }

        if (fields.Contains("conversation_id"))
        {
            json["conversation_id"] = post.Conversation;
        }

        if (post.ReplyTo is not null && (fields.Contains("referenced_tweets") || fields.Contains("referenced_posts")))
        {
            json[references] = new JsonArray(new JsonObject { ["type"] = "replied_to", ["id"] = post.ReplyTo });
        }

        if (post.Media.Count > 0 && fields.Contains("attachments"))
        {
            json["attachments"] = new JsonObject { ["media_keys"] = new JsonArray([.. post.Media.Select(media => (JsonNode)media.Key)]) };
        }

        if (fields.Contains("public_metrics"))
        {
            json["public_metrics"] = new JsonObject
            {
                [reposts] = settings.Reposts,
                ["reply_count"] = replies,
                ["like_count"] = settings.Likes,
                ["quote_count"] = 0,
                ["bookmark_count"] = 0,
                ["impression_count"] = settings.Impressions,
            };
        }

        if (fields.Contains("non_public_metrics"))
        {
            if (now - post.At <= AuthorFiguresLast)
            {
                json["non_public_metrics"] = new JsonObject { ["impression_count"] = settings.Impressions, ["url_link_clicks"] = settings.Clicks, ["user_profile_clicks"] = 0 };
            }
            else
            {
                problems.Add(new JsonObject
                {
                    ["field"] = "non_public_metrics",
                    ["parameter"] = "tweet.fields",
                    ["resource_id"] = post.Id,
                    ["resource_type"] = "tweet",
                    ["section"] = "data",
                    ["value"] = post.Id,
                    ["title"] = "Field Authorization Error",
                    ["type"] = "https://api.x.com/2/problems/not-authorized-for-field",
                    ["detail"] = "Sorry, you are not authorized to access the field 'non_public_metrics' on the Tweet.",
                });
            }
        }

        return json;
    }

    [GeneratedRegex(@"https?://[^\s]+", RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
