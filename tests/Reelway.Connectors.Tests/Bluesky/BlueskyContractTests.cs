using Reelway.Connectors.Bluesky;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Bluesky;

public sealed class BlueskyContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new BlueskyHarness(callTimeout));
}

/// <summary>A connection of Bluesky, with its session begun, that talks to a scripted server.</summary>
internal sealed class BlueskyHarness : IConnectorHarness
{
    private readonly ConnectorHttp _http;
    private readonly BlueskyPosts _posts;

    public BlueskyHarness(TimeSpan callTimeout)
    {
        _http = new ConnectorHttp(TimeProvider.System, Log);
        _posts = BlueskyPosts.Create(new BlueskyOptions { Connection = "bluesky-main", Handle = "fern.example", AppPassword = "pass-word-of+the/app", Url = Server.Url, CallTimeout = callTimeout }, _http);
        _posts.Client.Resume(new SessionReply("access-token-of-the-session", "refresh-token-of-the-session", "did:plc:abc", "fern.example"));
    }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => ["pass-word-of+the/app", "access-token-of-the-session", "refresh-token-of-the-session"];

    public string ReadAnswer => """{"posts":[{"likeCount":1}]}""";

    public string WriteAnswer => """{"uri":"at://did:plc:abc/app.bsky.feed.post/3lbxyz2abcd2k","cid":"bafy"}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Json("""{"error":"AccountTakedown","message":"Account has been taken down"}""", 401);

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}""", 429);

    public TimeSpan? ThrottleWait => TimeSpan.FromMinutes(5);

    public Task ReadAsync(CancellationToken cancellation) => _posts.MeasureAsync("at://did:plc:abc/app.bsky.feed.post/3lbxyz2abcd2k", cancellation);

    public Task WriteAsync(CancellationToken cancellation) => _posts.PublishAsync(new OutgoingPost("Hello"), cancellation);

    public async ValueTask DisposeAsync()
    {
        _posts.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}
