using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Facebook;
using Reelway.Contracts.Time;
using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>Logging in, against the stand-in, with a host that keeps what a login leaves behind.</summary>
public sealed class FacebookLoginTests : IAsyncLifetime
{
    private readonly FacebookSandboxOptions _world = new() { Settings = new FacebookSettings { RequireAppSecretProof = true } };
    private readonly ManualClock _clock = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private KeptLogin? _kept;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxPage Harbour => _world.Pages[0];

    private SandboxPage Lantern => _world.Pages[1];

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Facebook = _world, Time = _clock }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_login_brings_a_token_that_lasts_and_those_of_the_pages()
    {
        using var connection = Connection();
        Assert.Equal(new Remedy(RemedyAction.LogIn, "facebook"), (await connection.CheckAsync(Cancellation)).Fault?.Remedy);

        var login = Keep(await connection.LogInAsync($" {_sandbox.Facebook.LogIn()}\n", Cancellation));

        Assert.Equal(("4 pages", _clock.GetUtcNow().AddDays(60)), (login.Summary, Rounded(login.ExpiresAt)));
        Assert.Empty(login.Warnings);
        Assert.Equal(["connection:facebook", .. _world.Pages.Select(page => $"facebook:page:{page.Id}")], login.Scopes);
        Assert.DoesNotContain("EAA", login.ToString() + _kept, StringComparison.Ordinal);
        var check = await connection.CheckAsync(Cancellation);
        Assert.Equal((null, "4 of 4 pages can be published on"), (check.Problem, check.Identity));
        Assert.NotNull(await PostAsync(connection, Harbour));
    }

    [Fact]
    public async Task Pages_outlive_the_end_of_the_users_token_and_a_person_is_told()
    {
        using var connection = Connection();
        Keep(await connection.LogInAsync(_sandbox.Facebook.LogIn(), Cancellation));
        _clock.Advance(TimeSpan.FromDays(61));

        var check = await connection.CheckAsync(Cancellation);

        Assert.Equal(CallFault.Auth, check.Fault?.Kind);
        Assert.Contains("log in again", check.Problem, StringComparison.Ordinal);
        Assert.Equal("4 of 4 pages can be published on", check.Identity);
        Assert.Empty(check.RefusedScopes);
        Assert.NotNull(await PostAsync(connection, Harbour));
    }

    [Fact]
    public async Task A_dead_token_of_a_page_holds_up_that_page_only()
    {
        using var connection = Connection(new FacebookOptions { PageTokens = new Dictionary<string, string> { [Harbour.Id] = Harbour.Token!, [Lantern.Id] = Lantern.Token! } });
        _sandbox.Facebook.RefuseToken(Harbour.Token!, 467);

        var check = await connection.CheckAsync(Cancellation);
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => connection.Find<FacebookPages>()!.ResolvePageAsync(Harbour.Username!, Cancellation));

        Assert.Equal($"facebook:page:{Harbour.Id}", Assert.Single(check.RefusedScopes).Key);
        Assert.Equal(["connection:facebook", $"facebook:page:{Lantern.Id}"], check.WorkingScopes);
        Assert.Contains(check.Warnings, warning => warning.Contains(Harbour.Id, StringComparison.Ordinal));
        Assert.Equal((CallFault.Auth, $"facebook:page:{Harbour.Id}"), (refused.Kind, refused.Scope));
        Assert.Equal(Lantern.Id, (await connection.Find<FacebookPages>()!.ResolvePageAsync(Lantern.Username!, Cancellation)).Id);
    }

    [Fact]
    public async Task A_token_is_renewed_when_its_end_comes_near_and_not_before()
    {
        using var connection = Connection();
        Keep(await connection.LogInAsync(_sandbox.Facebook.LogIn(), Cancellation));
        Assert.Null(await connection.RenewAsync(Cancellation));
        _clock.Advance(TimeSpan.FromDays(31));

        var renewed = Keep(Assert.IsType<NewLogin>(await connection.RenewAsync(Cancellation)));

        Assert.Equal(_clock.GetUtcNow().AddDays(60), Rounded(renewed.ExpiresAt));
        Assert.Null(await connection.RenewAsync(Cancellation));
        _clock.Advance(TimeSpan.FromDays(61));
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => connection.RenewAsync(Cancellation));
        Assert.Equal(CallFault.Auth, fault.Kind);
    }

    [Fact]
    public async Task A_token_configured_after_the_login_counts_and_tokens_of_pages_stay()
    {
        var first = Connection(new FacebookOptions { AccessToken = _world.UserToken });
        Keep(await first.LogInAsync(_sandbox.Facebook.LogIn(), Cancellation));
        first.Dispose();
        using var connection = Connection(new FacebookOptions { AccessToken = "EAAanother" });

        var check = await connection.CheckAsync(Cancellation);

        Assert.Equal(CallFault.Auth, check.Fault?.Kind);
        Assert.NotNull(await PostAsync(connection, Harbour));
    }

    [Fact]
    public async Task Tokens_of_pages_are_taken_over_and_dead_ones_left_out()
    {
        using var connection = Connection();
        _sandbox.Facebook.RefuseToken(Lantern.Token!, 460);

        var login = Keep(await connection.Find<FacebookPages>()!.TakeOverAsync(
            new Dictionary<string, string> { [Harbour.Id] = Harbour.Token!, [Lantern.Id] = Lantern.Token! }, Cancellation));

        Assert.Equal("1 page", login.Summary);
        Assert.Contains(Lantern.Id, Assert.Single(login.Warnings), StringComparison.Ordinal);
        Assert.Equal(Harbour.Token, Assert.Single(await connection.Find<FacebookPages>()!.PageTokensAsync(Cancellation)).Value);
        Assert.NotNull(await PostAsync(connection, Harbour));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("EAAunknownToFacebook")]
    public async Task What_is_no_token_is_refused(string token)
    {
        using var connection = Connection();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => connection.LogInAsync(token, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
    }

    private static Task<string> PostAsync(ConnectionClients connection, SandboxPage page)
        => connection.Find<FacebookPages>()!.PostToFeedAsync(page.Id, new FeedPost($"Hello {page.Name}", null), Cancellation);

    private NewLogin Keep(NewLogin login)
    {
        _kept = new KeptLogin(login.Secret, (_kept?.Version ?? 0) + 1);
        return login;
    }

    // Facebook tells whole seconds.
    private static DateTimeOffset? Rounded(DateTimeOffset? time)
        => time is { } known ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Round(known.ToUnixTimeMilliseconds() / 1000.0)) : null;

    private ConnectionClients Connection(FacebookOptions? options = null)
        => new(
            ConnectorCatalog.Require("facebook"),
            new FacebookOptions
            {
                GraphUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph"),
                VideoUrl = new Uri(_sandbox.HttpUrl, "/facebook/graph-video"),
                AppId = _world.AppId,
                AppSecret = _world.AppSecret,
                AccessToken = options?.AccessToken,
                PageTokens = options?.PageTokens ?? new Dictionary<string, string>(),
            },
            new ConnectionTools(_http, NullLoggerFactory.Instance, _clock) { Logins = (_, _) => Task.FromResult(_kept) });
}
