using Reelway.Connectors.Mastodon;
using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Mastodon;

/// <summary>A connection of Mastodon that talks to a scripted server.</summary>
internal sealed class MastodonHarness : IConnectorHarness
{
    private readonly ConnectorHttp _http;
    private readonly MastodonPosts _posts;

    public MastodonHarness(TimeSpan callTimeout)
    {
        _http = new ConnectorHttp(TimeProvider.System, Log);
        _posts = MastodonPosts.Create(new MastodonOptions { Connection = "mastodon-main", AccessToken = "token+of/the=account", Url = Server.Url, CallTimeout = callTimeout }, _http);
    }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => ["token+of/the=account"];

    public string ReadAnswer => """{"id":"1096","username":"fernwoodconf","acct":"fernwoodconf"}""";

    public string WriteAnswer => """{"id":"10325","url":"https://instance.example/@fernwoodconf/10325","content":"<p>Hello</p>"}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Json("""{"error":"The access token is invalid"}""", 401);

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"error":"Too many requests"}""", 429);

    public TimeSpan? ThrottleWait => TimeSpan.FromMinutes(5);

    public Task ReadAsync(CancellationToken cancellation) => _posts.WhoAsync(cancellation);

    public Task WriteAsync(CancellationToken cancellation) => _posts.PublishAsync(new OutgoingPost("Hello"), cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
    }
}

public sealed class MastodonContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new MastodonHarness(callTimeout));
}
