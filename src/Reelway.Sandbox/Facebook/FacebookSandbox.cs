using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Facebook;

/// <summary>
/// Stand-in for the Graph API of Facebook pages. The graph host is <c>/facebook/graph</c>, the video host <c>/facebook/graph-video</c>,
/// and the website with the login dialog <c>/facebook/www</c>.
/// </summary>
public sealed class FacebookSandbox : SandboxResident<FacebookSettings>
{
    private readonly FacebookWorld _world;
    private readonly GraphTokens _tokens;
    private readonly LoginCodes _codes;
    private readonly GraphUsage _usage;
    private readonly VideoUpload _upload;
    private readonly GraphRoutes _routes;

    private readonly FacebookSandboxOptions _options;

    internal FacebookSandbox(SandboxGround ground)
        : base("facebook", ground.Options.Facebook.Settings)
    {
        var (options, time) = (ground.Options.Facebook, ground.Time);
        _options = options;
        _world = new FacebookWorld(options, ground.FolderOf(Name), () => Settings);
        _tokens = new GraphTokens(options, time);
        _codes = new LoginCodes(time);
        _usage = new GraphUsage(_world, options, time);
        var mentions = new Mentions(_world);
        _upload = new VideoUpload(_world, mentions, time);
        _routes = new GraphRoutes(
            _world, _tokens, _usage, new TokenEndpoints(options, _tokens, _codes, time), new PageEndpoints(options, _world, _tokens),
            _upload, new VideoEndpoints(_world, mentions, time), new FeedEndpoints(_world, mentions, time), new PhotoEndpoints(_world, mentions, time),
            new PostEndpoints(_world, time), new LoginDialog(options, _codes));
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxVideo> Videos => _world.Videos;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxPost> Posts => _world.Posts;

    /// <summary>Comments on posts and videos, oldest first.</summary>
    public IReadOnlyList<SandboxComment> Comments => _world.Comments;

    /// <summary>A photo that was uploaded; null when there is none.</summary>
    public SandboxPhoto? FindPhoto(string id) => _world.FindPhoto(id);

    public IReadOnlyList<SandboxPage> Pages => _world.Pages;

    /// <summary>The vendor's limit of an upload in one request; larger ones were seen to be answered 413 without a body.</summary>
    internal override long LargestBodyBytes => 1_000_000_000;

    internal override object State => new { Pages = Pages.Select(page => page with { Token = null }), Videos, Posts, Comments };

    /// <summary>A fresh, short-lived user token, as after a new login.</summary>
    public string LogIn() => _tokens.LogIn().Value;

    /// <summary>Makes a token useless from now on.</summary>
    /// <param name="subcode">Sub-code of error 190: 463 expired, 467 invalidated, 460 password changed, 458 app removed.</param>
    public bool RefuseToken(string token, int subcode) => _tokens.Refuse(token, subcode);

    internal override SampleConnection Connection(Uri sandbox) => new(
        "facebook",
        "connector: facebook",
        $"graph_url: {sandbox}facebook/graph",
        $"video_url: {sandbox}facebook/graph-video",
        $"login_url: {sandbox}facebook/www",
        $"app_id: \"{_options.AppId}\"",
        $"app_secret: {_options.AppSecret}",
        $"access_token: {_options.UserToken}",
        $"page: {_options.Pages[^1].Username ?? _options.Pages[^1].Id}");

    internal override void Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        base.MapControl(routes);
        routes.MapPost("/login", () => TypedResults.Json(new { AccessToken = LogIn() }, SandboxJson.Strict));
        routes.MapGet("/videos/{id}/file", VideoFile);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Videos", ["Video", "Page", "Title", "Description", "Status", "Bytes", "SHA-256", "Permalink"], [.. Videos.Reverse().Select(video =>
            new StateRow(
                new StateCell(video.Id, $"/_sandbox/facebook/videos/{video.Id}/file"), PageName(video.PageId), video.Title, video.Description,
                video.Status.ToString().ToLowerInvariant() + (video.Published ? "" : ", not published"),
                video.Bytes.ToString("N0", CultureInfo.InvariantCulture), video.Sha256 is { } sha256 ? sha256[..12] + "…" : "", video.Permalink))]),
        new("Comments", ["Comment", "Time", "Page", "On", "Message"], [.. Comments.Reverse().Select(comment =>
            new StateRow(comment.Id, comment.At, PageName(comment.From), comment.On, comment.Message))]),
        new("Posts", ["Post", "Page", "Message", "Link", "Button"], [.. Posts.Reverse().Select(post =>
            new StateRow(post.Id, PageName(post.PageId), post.Message, post.Link ?? "", post.Button ?? ""))]),
    ];

    internal override void Reset()
    {
        _upload.Reset();
        _world.Reset();
        _tokens.Reset();
        _codes.Reset();
        _usage.Reset();
        base.Reset();
    }

    internal override async ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        var content = await RequestContent.ReadAsync(context, "upload_phase");
        context.Features.Set(new GraphCall(context, content.Parameters));
        return content;
    }

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        var call = context.Features.GetRequiredFeature<GraphCall>();
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                return _routes.WriteAsync(context, Expire(call.TokenText, fault.Subcode ?? 463));
            case FaultEffect.RateLimit:
                var throttle = GraphUsage.Throttle(
                    fault.Code ?? 32, fault.Subcode, fault.Minutes, _tokens.Find(call.TokenText), context.Response.Headers);
                return _routes.WriteAsync(context, throttle with { Status = fault.Status ?? throttle.Status });
            default:
                var code = fault.Code ?? 2;
                return _routes.WriteAsync(context, new GraphError(
                    code is 1 or 2 ? "An unexpected error has occurred. Please retry your request later." : $"(#{code.ToString(CultureInfo.InvariantCulture)}) The call was refused.",
                    code, fault.Subcode, Status: fault.Status ?? StatusCodes.Status500InternalServerError, IsTransient: code is 1 or 2));
        }
    }

    private GraphError Expire(string text, int subcode)
    {
        _tokens.Refuse(text, subcode);
        return (_tokens.Find(text) is { } token ? _tokens.Problem(token) : null)
            ?? GraphError.InvalidToken("Invalid OAuth access token - Cannot parse access token");
    }

    private IResult VideoFile(string id)
        => _world.FindVideo(id) is { } video && File.Exists(video.File)
            ? TypedResults.PhysicalFile(video.File, "video/mp4", id + ".mp4", enableRangeProcessing: true)
            : Problems.NotFound($"There is no video {id} with a file.");

    private string PageName(string id) => _world.FindPage(id)?.Name ?? id;
}
