using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.LinkedIn;

/// <summary>A connection of LinkedIn that talks to a scripted server.</summary>
internal sealed class LinkedInHarness : IConnectorHarness
{
    private readonly ConnectorHttp _http;
    private readonly LinkedInPosts _posts;

    public LinkedInHarness(TimeSpan callTimeout)
    {
        _http = new ConnectorHttp(TimeProvider.System, Log);
        _posts = LinkedInPosts.Create(
            new LinkedInOptions
            {
                Connection = "linkedin-main",
                Author = "5515715",
                AccessToken = "AQX-token-of-a-member",
                ClientId = "86client",
                ClientSecret = "secret+of/the=app-2",
                Url = Server.Url,
                LoginUrl = Server.Url,
                CallTimeout = callTimeout,
            },
            new ConnectionTools(_http, Log, TimeProvider.System));
    }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => ["AQX-token-of-a-member", "secret+of/the=app-2"];

    public string ReadAnswer => """{"sub":"782bbtaQ","name":"Eva Field"}""";

    public string WriteAnswer => """{"id":"78","object":"urn:li:activity:7002"}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Json("""{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user"}""", 401);

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"status":429,"message":"Too many requests"}""", 429);

    public TimeSpan? ThrottleWait => null;

    public Task ReadAsync(CancellationToken cancellation) => _posts.Account.WhoAsync(cancellation);

    // A comment: of a post the id comes in a header, and not in the body.
    public Task WriteAsync(CancellationToken cancellation) => _posts.PublishAsync(new OutgoingPost("Hello") { InReplyTo = "urn:li:share:7001" }, cancellation);

    public Task<PublishedPost> PostAsync(OutgoingPost post, CancellationToken cancellation) => _posts.PublishAsync(post, cancellation);

    public Task<PublishedPost?> FindAsync(string text, CancellationToken cancellation) => _posts.FindAsync(new OutgoingPost(text), DateTimeOffset.UnixEpoch, cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}
