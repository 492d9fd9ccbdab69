using Reelway.Connectors.Posting;
using Reelway.Connectors.X;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.X;

/// <summary>A connection of X that talks to a scripted server.</summary>
internal sealed class XHarness : IConnectorHarness
{
    private readonly ConnectorHttp _http;
    private readonly XPosts _posts;

    public XHarness(TimeSpan callTimeout)
    {
        _http = new ConnectorHttp(TimeProvider.System, Log);
        _posts = XPosts.Create(
            new XOptions
            {
                Connection = "x-main",
                ApiKey = "key-of-the-app-1",
                ApiKeySecret = "secret+of/the=app-2",
                AccessToken = "3701-token-of-the-account",
                AccessTokenSecret = "secret of the token 4",
                Url = Server.Url,
                CallTimeout = callTimeout,
            },
            new ConnectionTools(_http, _http.Logs, _http.Clock));
    }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => ["key-of-the-app-1", "secret+of/the=app-2", "3701-token-of-the-account", "secret of the token 4"];

    public string ReadAnswer => """{"data":{"id":"3701","username":"fernwoodconf"},"meta":{"result_count":0}}""";

    public string WriteAnswer => """{"data":{"id":"1445880548472328192","text":"Hello"}}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Json("""{"title":"Unauthorized","detail":"Unauthorized","type":"about:blank","status":401}""", 401);

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""", 429);

    public TimeSpan? ThrottleWait => TimeSpan.FromMinutes(15);

    public Task ReadAsync(CancellationToken cancellation) => _posts.InspectAsync(cancellation);

    public Task WriteAsync(CancellationToken cancellation) => _posts.SendAsync(new OutgoingPost("Hello"), cancellation);

    public Task<PublishedPost?> FindAsync(string text, CancellationToken cancellation) => _posts.FindAsync(new OutgoingPost(text), TimeProvider.System.GetUtcNow(), cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}
