using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>Posts on a page's feed.</summary>
internal sealed class FeedEndpoints(FacebookWorld world, Mentions mentions, TimeProvider time)
{
    private const int LongestMessage = 63_206;

    public JsonObject Post(GraphCall call, SandboxPage page)
    {
        call.RequirePublisher(page);
        var message = call.Find("message") ?? "";
        var link = call.Find("link") is { Length: > 0 } given ? Link(given) : null;
        var media = AttachedMedia(call);
        if (media.FirstOrDefault(id => world.FindPhoto(id)?.PageId != page.Id) is { } unknown)
        {
            throw new GraphException(GraphError.InvalidParameter($"Param attached_media names the unknown media {unknown}"));
        }

        var button = call.Find("call_to_action") is { Length: > 0 } action ? FeedButtons.Read(action, link) : null;
        if (message.Length == 0 && link is null && media.Count == 0)
        {
            throw new GraphException(GraphError.InvalidParameter("The parameter message, link or attached_media is required"));
        }

        if (message.Length > LongestMessage)
        {
            throw new GraphException(GraphError.InvalidParameter($"Param message must be at most {LongestMessage} characters"));
        }

        var published = call.FindSwitch("published") ?? true;
        var post = new SandboxPost(
            $"{page.Id}_{world.NextId()}", page.Id, message, link, media, published, Schedule.Read(call, published, time),
            mentions.In(message), time.GetUtcNow())
        {
            Button = button,
        };
        world.Post(post, newest =>
        {
            if (newest is not null && newest.Message == message && newest.Link == link && newest.AttachedMedia.SequenceEqual(media))
            {
                throw new GraphException(new GraphError("(#506) Duplicate status message", 506));
            }
        });
        return new JsonObject { ["id"] = post.Id };
    }

    public JsonObject List(GraphCall call, SandboxPage page)
    {
        call.RequireReader(page);
        return GraphPaging.Cut(call, [.. world.Posts
            .Where(post => post.PageId == page.Id)
            .Reverse()
            .Select(post => GraphFields.Select(
                new JsonObject
                {
                    ["id"] = post.Id,
                    ["message"] = post.Message,
                    ["created_time"] = post.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture),
                    ["permalink_url"] = "https://www.facebook.com/" + post.Id,
                    ["is_published"] = post.Published,
                },
                call.Find("fields"), "id,message,created_time", "Post"))]);
    }

    private static string Link(string link)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new GraphException(new GraphError("(#1609005) The link could not be read.", 1609005));
        }

        var host = uri.Host;
        if (host.Equals("facebook.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".facebook.com", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphException(new GraphError("(#100) Links to facebook.com cannot be shared with this parameter.", 100, 1609008));
        }

        return link;
    }

    private static List<string> AttachedMedia(GraphCall call)
    {
        var media = new List<string>();
        foreach (var (_, value) in call.Parameters.Where(parameter => parameter.Key.StartsWith("attached_media[", StringComparison.Ordinal)))
        {
            try
            {
                using var json = JsonDocument.Parse(value);
                media.Add(json.RootElement.GetProperty("media_fbid").GetString()
                    ?? throw new GraphException(GraphError.InvalidParameter("Param attached_media needs a media_fbid")));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new GraphException(GraphError.InvalidParameter("Param attached_media must be JSON with a media_fbid"));
            }
        }

        return media;
    }
}
