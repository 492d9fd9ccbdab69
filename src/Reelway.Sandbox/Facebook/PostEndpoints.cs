using System.Globalization;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>A post that is there: it is read, changed, deleted, commented on and counted.</summary>
internal sealed class PostEndpoints(FacebookWorld world, TimeProvider time)
{
    private static readonly string[] Metrics =
        ["post_media_view", "post_total_media_view_unique", "post_clicks", "post_reactions_by_type_total", "post_activity_by_action_type", "post_video_views"];

    /// <summary>The page's own posts, and no other's.</summary>
    public JsonObject Published(GraphCall call, SandboxPage page)
    {
        call.RequireReader(page);
        var visible = time.GetUtcNow().AddMilliseconds(-world.Settings.PostLagMs);
        return GraphPaging.Cut(call, [.. world.Posts.Where(post => post.PageId == page.Id && post.Published && post.CreatedAt <= visible).Reverse()
            .Select(post => GraphFields.Select(Json(post), call.Find("fields"), "id,message,created_time", "Post", "attachments", "status_type"))]);
    }

    public JsonObject Get(GraphCall call, SandboxPost post)
    {
        RequireVisible(call, post);
        return GraphFields.Select(Json(post), call.Find("fields"), "id,message,created_time", "Post", "attachments", "status_type");
    }

    public JsonObject Change(GraphCall call, SandboxPost post)
    {
        RequireOwner(call, post);
        world.Replace(post with { Message = call.Find("message") ?? post.Message, Published = call.FindSwitch("is_published") ?? post.Published });
        return new JsonObject { ["success"] = true };
    }

    public JsonObject Delete(GraphCall call, SandboxPost post)
    {
        RequireOwner(call, post);
        world.RemovePost(post.Id);
        return new JsonObject { ["success"] = true };
    }

    public JsonObject Comment(GraphCall call, string on, string pageId)
    {
        call.RequirePublisher(world.RequirePage(pageId));
        var message = call.Need("message");
        var comment = new SandboxComment($"{on.Split('_')[^1]}_{world.NextId()}", on, pageId, message, time.GetUtcNow());
        world.Put(comment);
        return new JsonObject { ["id"] = comment.Id };
    }

    public JsonObject Comments(GraphCall call, string on, string pageId)
    {
        call.RequireReader(world.RequirePage(pageId));
        var found = world.Comments.Where(comment => comment.On == on);
        return GraphPaging.Cut(call, [.. (call.Find("order") == "reverse_chronological" ? found.Reverse() : found).Select(comment => GraphFields.Select(
            new JsonObject { ["id"] = comment.Id, ["message"] = comment.Message, ["created_time"] = Time(comment.At), ["from"] = new JsonObject { ["id"] = comment.From } },
            call.Find("fields"), "id,message,created_time", "Comment"))]);
    }

    public JsonObject DeleteComment(GraphCall call, SandboxComment comment)
    {
        call.RequirePublisher(world.RequirePage(comment.From));
        world.RemoveComment(comment.Id);
        return new JsonObject { ["success"] = true };
    }

    public JsonObject GetComment(GraphCall call, SandboxComment comment)
    {
        call.RequireReader(world.RequirePage(comment.From));
        return new JsonObject { ["id"] = comment.Id };
    }

    /// <summary>One name that is not served fails the whole call.</summary>
    public JsonObject Insights(GraphCall call, string on, string pageId)
    {
        call.RequireReader(world.RequirePage(pageId));
        var wanted = call.Need("metric").Split(',');
        if (wanted.Any(name => !Metrics.Contains(name) || world.Settings.DeadMetrics.Contains(name)))
        {
            throw new GraphException(GraphError.InvalidParameter("The value must be a valid insights metric"));
        }

        return new JsonObject
        {
            ["data"] = new JsonArray([.. wanted.Select(name => (JsonNode)new JsonObject
            {
                ["name"] = name, ["period"] = "lifetime", ["values"] = new JsonArray(new JsonObject { ["value"] = Value(name, on) }), ["id"] = $"{on}/insights/{name}/lifetime",
            })]),
        };
    }

    private JsonNode Value(string name, string on) => name switch
    {
        "post_reactions_by_type_total" => new JsonObject { ["like"] = world.Settings.Reactions, ["love"] = 1 },
        "post_activity_by_action_type" => new JsonObject { ["like"] = world.Settings.Reactions, ["share"] = 2, ["comment"] = world.Comments.Count(comment => comment.On == on) },
        "post_clicks" => 5,
        _ => 240,
    };

    private static JsonObject Json(SandboxPost post) => new()
    {
        ["id"] = post.Id,
        ["message"] = post.Message,
        ["created_time"] = Time(post.CreatedAt),
        ["permalink_url"] = "https://www.facebook.com/" + post.Id,
        ["is_published"] = post.Published,
    };

    private void RequireVisible(GraphCall call, SandboxPost post) => call.RequireReader(world.RequirePage(post.PageId));

    private void RequireOwner(GraphCall call, SandboxPost post) => call.RequirePublisher(world.RequirePage(post.PageId));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
}
