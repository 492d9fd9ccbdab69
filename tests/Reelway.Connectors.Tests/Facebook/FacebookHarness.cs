using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>A Facebook connection that talks to a scripted server.</summary>
internal sealed class FacebookHarness : IConnectorHarness
{
    public const string PageId = "1755847768034402";
    public const string PageToken = "EAABpageTokenOfTheOnlyPage123";
    public const string UserToken = "EAABuserTokenThatLives60Days4";
    public const string AppSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private readonly ConnectorHttp _http;

    public FacebookHarness(TimeSpan? callTimeout = null, Func<FacebookOptions, FacebookOptions>? change = null)
    {
        var options = new FacebookOptions
        {
            Connection = "fb-main",
            GraphUrl = Server.Url,
            VideoUrl = new Uri(Server.Url, "/video-host"),
            AppId = "9001",
            AppSecret = AppSecret,
            AccessToken = UserToken,
            PageTokens = new Dictionary<string, string> { [PageId] = PageToken },
            CallTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
            TransferTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
        };
        _http = new ConnectorHttp(TimeProvider.System, Log);
        Pages = FacebookPages.Create(change?.Invoke(options) ?? options, new ConnectionTools(_http, Log, TimeProvider.System) { Logins = (_, _) => Task.FromResult(Login) });
    }

    public FacebookPages Pages { get; }

    /// <summary>How the connection's calls end.</summary>
    public ConnectionWatch Watch => _http.Watch;

    /// <summary>What a login has left behind.</summary>
    public KeptLogin? Login { get; set; }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [AppSecret, PageToken, UserToken, FacebookClient.Proof(AppSecret, PageToken)];

    public string ReadAnswer => """{"id":"77","title":"Talk","status":{"video_status":"ready"}}""";

    public string WriteAnswer => """{"id":"1755847768034402_99"}""";

    public ScriptedAnswer LoginRefused => Error(400, 190, 463);

    public ScriptedAnswer Throttled => Error(400, 32);

    public TimeSpan? ThrottleWait => TimeSpan.FromHours(6);

    public Task ReadAsync(CancellationToken cancellation) => Pages.FindVideoAsync(PageId, "77", cancellation);

    public Task WriteAsync(CancellationToken cancellation) => Pages.PostToFeedAsync(PageId, new FeedPost("See the talk", null), cancellation);

    /// <summary>An error as Graph sends it.</summary>
    public static ScriptedAnswer Error(int status, int code, int? subcode = null, string message = "Something is wrong.", string more = "")
        => ScriptedAnswer.Json(
            $$$"""{"error":{"message":"{{{message}}}","type":"OAuthException","code":{{{code}}}{{{(subcode is null ? "" : $",\"error_subcode\":{subcode}")}}}{{{more}}},"fbtrace_id":"Az9"}}""",
            status);

    public async ValueTask DisposeAsync()
    {
        Pages.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
