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
public sealed class FacebookSandbox : ISandboxSystem
{
    private const int KeptRequests = 5_000;

    /// <summary>The vendor's limit of an upload in one request; larger ones were seen to be answered 413 without a body.</summary>
    private const long LargestRequestBytes = 1_000_000_000;

    private static readonly FormOptions Form = new()
    {
        MultipartBodyLengthLimit = long.MaxValue,
        ValueLengthLimit = 1024 * 1024,
    };

    private readonly FacebookWorld _world;
    private readonly GraphTokens _tokens;
    private readonly LoginCodes _codes;
    private readonly GraphUsage _usage;
    private readonly VideoUpload _upload;
    private readonly GraphRoutes _routes;

    internal FacebookSandbox(FacebookSandboxOptions options, string folder, TimeProvider time)
    {
        if (options.Settings.Refuse() is { } reason)
        {
            throw new ArgumentException(reason, nameof(options));
        }

        Directory.CreateDirectory(folder);
        _world = new FacebookWorld(options, folder);
        _tokens = new GraphTokens(options, time);
        _codes = new LoginCodes(time);
        _usage = new GraphUsage(_world, options, time);
        var mentions = new Mentions(_world);
        _upload = new VideoUpload(_world, mentions, time);
        _routes = new GraphRoutes(
            _world, _tokens, _usage, new TokenEndpoints(options, _tokens, _codes, time), new PageEndpoints(options, _world, _tokens),
            _upload, new VideoEndpoints(_world, mentions, time), new FeedEndpoints(_world, mentions, time), new LoginDialog(options, _codes));
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxVideo> Videos => _world.Videos;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxPost> Posts => _world.Posts;

    public IReadOnlyList<SandboxPage> Pages => _world.Pages;

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public FacebookSettings Settings
    {
        get => _world.Settings;
        set => _world.Settings = value;
    }

    public Journal<SandboxRequest> Requests { get; } = new(KeptRequests);

    string ISandboxSystem.Name => "facebook";

    /// <summary>A fresh, short-lived user token, as after a new login.</summary>
    public string LogIn() => _tokens.LogIn().Value;

    /// <summary>Makes a token useless from now on.</summary>
    /// <param name="subcode">Sub-code of error 190: 463 expired, 467 invalidated, 460 password changed, 458 app removed.</param>
    public bool RefuseToken(string token, int subcode) => _tokens.Refuse(token, subcode);

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.FacebookSettings, () => Settings, settings => Settings = settings);
        routes.MapPost("/login", () => TypedResults.Json(new LoginAnswer(LogIn()), SandboxJson.Default.LoginAnswer));
        routes.MapGet("/videos/{id}/file", VideoFile);
    }

    object ISandboxSystem.Snapshot() => new FacebookSnapshot(_world.Settings, _world.Pages, Videos, Posts, Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        new("Videos", ["Video", "Page", "Title", "Description", "Status", "Bytes", "SHA-256", "Permalink"], [.. Videos.Reverse().Select(video =>
            new StateRow(
                new StateCell(video.Id, $"/_sandbox/facebook/videos/{video.Id}/file"), PageName(video.PageId), video.Title, video.Description,
                video.Status.ToString().ToLowerInvariant() + (video.Published ? "" : ", not published"),
                video.Bytes.ToString("N0", CultureInfo.InvariantCulture), video.Sha256 is { } sha256 ? sha256[..12] + "…" : "", video.Permalink))]),
        new("Posts", ["Post", "Page", "Message", "Link", "Button"], [.. Posts.Reverse().Select(post =>
            new StateRow(post.Id, PageName(post.PageId), post.Message, post.Link ?? "", post.Button ?? ""))]),
    ];

    void ISandboxSystem.Reset()
    {
        _upload.Reset();
        _world.Reset();
        _tokens.Reset();
        _codes.Reset();
        _usage.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => fault.Effect == FaultEffect.IndexLag
        ? "The system \"facebook\" has no index; use \"delay\" or \"status\"."
        : null;

    async ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context)
    {
        var content = await RequestContent.ReadAsync(context, Form, LargestRequestBytes, "upload_phase");
        context.Features.Set(new GraphCall(context, content.Parameters));
        return content;
    }

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
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
