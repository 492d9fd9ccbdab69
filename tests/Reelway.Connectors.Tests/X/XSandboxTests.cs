using Reelway.Connectors.Posting;
using Reelway.Connectors.X;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.X;

namespace Reelway.Connectors.Tests.X;

/// <summary>Posts against the stand-in, which checks what X checks.</summary>
public sealed class XSandboxTests : IAsyncLifetime
{
    private static readonly OutgoingPost Post = new("Größe & <Owls> 🦉: https://example.org/owls?a=1&b=2");

    private readonly XSandboxOptions _options = new()
    {
        Accounts =
        [
            .. new XSandboxOptions().Accounts,
            new("1716400000000000002", "readonly", "token-read-only", "secret-read-only", MayWrite: false),
            new("1716400000000000003", "premium", "token-premium", "secret-premium", IsPremium: true),
        ],
    };

    private readonly CapturedLog _log = new();
    private ConnectorHttp _http = null!;
    private SandboxServer _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { X = _options }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_post_is_out_where_its_link_says()
    {
        var published = await Posts().PublishAsync(Post, Cancellation);

        var tweet = Assert.Single(_sandbox.X.Tweets);
        Assert.Equal((Post.Text, tweet.Id), (tweet.Text, published.Id));
        Assert.Equal($"https://twitter.com/fernwoodconf/status/{tweet.Id}", published.Link.AbsoluteUri);
    }

    [Theory]
    [InlineData(FaultEffect.LostAnswer, true)]
    [InlineData(FaultEffect.Cut, false)]
    public async Task A_post_whose_answer_was_lost_is_found_when_it_is_out(FaultEffect effect, bool isOut)
    {
        _sandbox.Faults.Add(new SandboxFault("x", effect, new FaultMatch { Method = "POST" }));
        var posts = Posts();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(Post, Cancellation));
        var found = await posts.FindAsync(Post, TimeProvider.System.GetUtcNow().AddMinutes(-1), Cancellation);

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(isOut ? Assert.Single(_sandbox.X.Tweets).Id : null, found?.Id);
    }

    [Fact]
    public async Task A_post_of_an_earlier_day_is_not_taken_for_this_one()
    {
        var posts = Posts();
        await posts.PublishAsync(Post, Cancellation);

        Assert.Null(await posts.FindAsync(Post, TimeProvider.System.GetUtcNow().AddMinutes(1), Cancellation));
    }

    [Fact]
    public async Task The_same_text_again_is_refused_with_a_code_of_its_own()
    {
        var posts = Posts();
        await posts.PublishAsync(Post, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(Post, Cancellation));

        Assert.Equal((CallFault.Permanent, "duplicate"), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task A_token_that_may_only_read_holds_up_its_connection_and_the_check_says_so()
    {
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts("token-read-only", "secret-read-only").PublishAsync(Post, Cancellation));
        var check = await CheckAsync("token-read-only", "secret-read-only");

        Assert.Equal((CallFault.Auth, true, "connection:x"), (fault.Kind, fault.IsDenied, fault.Scope));
        Assert.Contains("Missing permissions: read and write", check.Problem, StringComparison.Ordinal);
        Assert.Null((await CheckAsync()).Problem);
    }

    [Theory]
    [InlineData(280, false)]
    [InlineData(281, false)]
    [InlineData(25_000, true)]
    [InlineData(25_001, true)]
    public async Task What_the_check_lets_through_is_what_X_takes(int length, bool isPremium)
    {
        var posts = isPremium ? Posts("token-premium", "secret-premium") : Posts();
        var post = new OutgoingPost(new string('x', length), isPremium);
        var isGood = posts.Check(post).Count == 0;

        var fault = await Record.ExceptionAsync(() => posts.PublishAsync(post, Cancellation));

        Assert.Equal(isGood, fault is null);
    }

    [Fact]
    public async Task A_full_quarter_of_an_hour_is_waited_for()
    {
        _sandbox.X.Settings = new XSettings { PostsPerWindow = 1 };
        var posts = Posts();
        await posts.PublishAsync(Post, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(new OutgoingPost("Another"), Cancellation));

        Assert.Equal(CallFault.RateLimited, fault.Kind);
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15.1));
    }

    [Theory]
    [InlineData("wrong", "sandbox-x-token-secret")]
    [InlineData("1716400000000000001-sandbox-x-token", "wrong")]
    public async Task Wrong_keys_are_refused(string token, string secret)
        => Assert.Equal(CallFault.Auth, (await Assert.ThrowsAsync<ConnectorException>(() => Posts(token, secret).PublishAsync(Post, Cancellation))).Kind);

    [Fact]
    public async Task A_clock_that_is_off_is_put_right_by_the_answers()
    {
        using var http = new ConnectorHttp(new OffsetClock(TimeSpan.FromMinutes(-20)), _log);
        var posts = XPosts.Create(Options(), new ConnectionTools(http, http.Logs, http.Clock));

        await Assert.ThrowsAsync<ConnectorException>(() => posts.PublishAsync(Post, Cancellation));
        await posts.PublishAsync(Post, Cancellation);

        Assert.Single(_sandbox.X.Tweets);
    }

    private XPosts Posts(string? token = null, string? secret = null) => XPosts.Create(Options(token, secret), new ConnectionTools(_http, _http.Logs, _http.Clock));

    private async Task<ConnectionCheck> CheckAsync(string? token = null, string? secret = null)
    {
        using var clients = new ConnectionClients(ConnectorCatalog.Require("x"), Options(token, secret), new ConnectionTools(_http, _log, TimeProvider.System));
        return await clients.CheckAsync(Cancellation);
    }

    private XOptions Options(string? token = null, string? secret = null) => new()
    {
        ApiKey = _options.ApiKey,
        ApiKeySecret = _options.ApiKeySecret,
        AccessToken = token ?? _options.Accounts[0].Token,
        AccessTokenSecret = secret ?? _options.Accounts[0].TokenSecret,
        Url = new Uri(_sandbox.HttpUrl, "x"),
    };

    private sealed class OffsetClock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
