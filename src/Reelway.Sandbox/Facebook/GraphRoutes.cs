using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Facebook;

/// <summary>Which path and method leads to which endpoint, and what all of them have in common.</summary>
internal sealed partial class GraphRoutes(
    FacebookWorld world, GraphTokens tokens, GraphUsage usage, TokenEndpoints token, PageEndpoints pages,
    VideoUpload upload, VideoEndpoints videos, FeedEndpoints feed, PhotoEndpoints photos, PostEndpoints posts, LoginDialog dialog)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var graph = routes.MapGroup("/graph/{version}");
        MapOpen(graph, "/oauth/access_token", token.Exchange);
        Map(graph, "GET", "/debug_token", token.Debug);
        Map(graph, "GET", "/me", pages.Me);
        Map(graph, "GET", "/me/accounts", pages.Accounts);
        Map(graph, "GET", "/pages/search", pages.Search);
        Map(graph, "GET", "/{node}", call => Node(call, videos.Get, posts.Get, posts.GetComment, page => pages.Page(call, page)));
        Map(graph, "POST", "/{node}", call => Node(call, videos.Update, posts.Change, (_, comment) => throw Unsupported(comment.Id), page => throw Unsupported(page.Id)));
        Map(graph, "DELETE", "/{node}", call => Node(call, videos.Delete, posts.Delete, posts.DeleteComment, page => throw Unsupported(page.Id)));
        Map(graph, "GET", "/{node}/accounts", pages.Accounts);
        Map(graph, "GET", "/{node}/videos", call => videos.List(call, Page(call)));
        Map(graph, "GET", "/{node}/feed", call => feed.List(call, Page(call)));
        Map(graph, "POST", "/{node}/feed", call => feed.Post(call, Page(call)));
        Map(graph, "GET", "/{node}/published_posts", call => posts.Published(call, Page(call)));
        Map(graph, "POST", "/{node}/photos", call => photos.Upload(call, Page(call)));
        Map(graph, "GET", "/{node}/comments", call => OnPost(call, posts.Comments));
        Map(graph, "POST", "/{node}/comments", call => OnPost(call, posts.Comment));
        Map(graph, "GET", "/{node}/insights", call => OnPost(call, posts.Insights));
        graph.MapPost("/{node}/videos", Run(UploadOnGraphHostAsync));

        dialog.Map(routes);
        var graphVideo = routes.MapGroup("/graph-video/{version}");
        graphVideo.MapPost("/{node}/videos", Run(UploadAsync));
        routes.Map("/{**path}", http => WriteAsync(http, new GraphError("Unknown path components: " + http.Request.Path, 2500)));
    }

    public Task WriteAsync(HttpContext http, GraphError error)
    {
        if (error.Code == 190)
        {
            http.Response.Headers.WWWAuthenticate = "OAuth \"Facebook Platform\" \"invalid_token\"";
        }

        return WriteAsync(http, error.Status, error.ToJson(world.Settings.ErrorDataAsString));
    }

    private static Task WriteAsync(HttpContext http, int status, JsonObject body) => http.AnswerAsync(status, "application/json; charset=UTF-8", body.ToJsonString());

    private void Map(IEndpointRouteBuilder routes, string method, string path, Func<GraphCall, JsonObject> endpoint)
        => routes.MapMethods(path, [method], Run(call => Task.FromResult(endpoint(call))));

    /// <summary>For the one endpoint that is asked before there is a token.</summary>
    private void MapOpen(IEndpointRouteBuilder routes, string path, Func<GraphCall, JsonObject> endpoint)
        => routes.MapMethods(path, ["GET", "POST"], Run(call => Task.FromResult(endpoint(call)), needsToken: false));

    private RequestDelegate Run(Func<GraphCall, Task<JsonObject>> endpoint, bool needsToken = true)
        => http => RunAsync(http, endpoint, needsToken);

    private async Task RunAsync(HttpContext http, Func<GraphCall, Task<JsonObject>> endpoint, bool needsToken)
    {
        var call = http.Features.GetRequiredFeature<GraphCall>();
        try
        {
            if (!Version().IsMatch(call.Route("version")))
            {
                throw new GraphException(new GraphError("Unknown path components: /" + call.Route("version"), 2500));
            }

            if (needsToken)
            {
                call.Token = tokens.Require(call.TokenText);
                tokens.CheckProof(call.Token, call.Find("appsecret_proof"), world.Settings.RequireAppSecretProof);
                usage.Charge(call.Token, http.Response.Headers);
            }

            await WriteAsync(http, StatusCodes.Status200OK, await endpoint(call));
        }
        catch (GraphException e)
        {
            await WriteAsync(http, e.Error);
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The sandbox's own disk: for the caller a fault that passes.
            await WriteAsync(http, new GraphError($"Service temporarily unavailable: {e.Message}", 2, Status: 500, IsTransient: true));
        }
    }

    private Task<JsonObject> UploadOnGraphHostAsync(GraphCall call) => world.Settings.StrictHosts
        ? throw new GraphException(GraphError.InvalidParameter("Videos must be uploaded to the graph-video host"))
        : UploadAsync(call);

    private Task<JsonObject> UploadAsync(GraphCall call)
    {
        var page = Page(call);
        call.RequirePublisher(page);
        return upload.HandleAsync(call, page, call.Http.RequestAborted);
    }

    private SandboxPage Page(GraphCall call) => world.RequirePage(call.Route("node"));

    private JsonObject Node(
        GraphCall call, Func<GraphCall, SandboxVideo, JsonObject> video, Func<GraphCall, SandboxPost, JsonObject> post, Func<GraphCall, SandboxComment, JsonObject> comment,
        Func<SandboxPage, JsonObject> page)
    {
        var id = call.Route("node");
        return world.FindVideo(id) is { } seen ? video(call, seen)
            : world.FindPost(id) is { } posted ? post(call, posted)
            : world.Comments.FirstOrDefault(one => one.Id == id) is { } said ? comment(call, said)
            : page(Page(call));
    }

    /// <summary>For what stands below a post or a video; a video's post is named by its page and the video.</summary>
    private JsonObject OnPost(GraphCall call, Func<GraphCall, string, string, JsonObject> handle)
    {
        var id = call.Route("node");
        return world.FindPost(id) is { } post ? handle(call, id, post.PageId)
            : world.FindVideo(id.Split('_')[^1]) is { } video ? handle(call, id, video.PageId)
            : throw new GraphException(GraphError.NotFound(id));
    }

    private static GraphException Unsupported(string id) => new(GraphError.NotFound(id));

    /// <summary>The versions that were in service when the contract was written.</summary>
    [GeneratedRegex(@"^v2[1-6]\.0$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
