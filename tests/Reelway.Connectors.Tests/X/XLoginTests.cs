using System.ComponentModel.DataAnnotations;
using Reelway.Connectors.X;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.X;

namespace Reelway.Connectors.Tests.X;

/// <summary>Keys of X that a login brings.</summary>
public sealed class XLoginTests : IAsyncLifetime
{
    private static readonly XSandboxOptions World = new()
    {
        Accounts = [new("1", "fernwoodconf", "1-token", "secret-1"), new("2", "fernwoodteam", "2-token", "secret-2")],
    };

    private readonly CapturedLog _log = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private KeptLogin? _kept;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { X = World }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("""{"API Key":"a","API Key Secret":"b","Bearer Token":"c","Access Token":"d","Access Token Secret":"e"}""")]
    [InlineData("""{"apiKey":"a","apiKeySecret":" b ","bearerToken":"c","accessToken":"d","accessTokenSecret":"e"}""")]
    [InlineData("""{"API_KEY":"a","api-key-secret":"b","ACCESS_TOKEN":"d","ACCESS_TOKEN_SECRET":"e","other":5}""")]
    public void Keys_are_read_however_their_names_are_spelled(string text)
    {
        var keys = XKeys.Read(text);

        Assert.Equal(("a", "b", "d", "e"), (keys.ApiKey, keys.ApiKeySecret, keys.AccessToken, keys.AccessTokenSecret));
        Assert.Equal(keys, XKeys.Read(keys.ToText()));
        Assert.Equal("XKeys", keys.ToString());
    }

    [Theory]
    [InlineData("secret-word", "what was given is not valid JSON; it must be an object with the keys by their names: API Key, API Key Secret, Access Token, Access Token Secret")]
    [InlineData("[\"secret-word\"]", "what was given lacks API Key, API Key Secret, Access Token, Access Token Secret")]
    [InlineData("""{"API Key":"secret-word","Access Token":"","Access Token Secret":5}""", "what was given lacks API Key Secret, Access Token, Access Token Secret")]
    [InlineData("""{"API Key":"a","API Key Secret":"secret word","Access Token":"d","Access Token Secret":"e"}""", "the value of API Key Secret is not one word")]
    public void What_lacks_a_key_is_refused_and_not_quoted(string text, string expected)
        => Assert.Equal(expected, Assert.Throws<FormatException>(() => XKeys.Read(text)).Message);

    [Fact]
    public async Task A_login_says_whose_the_keys_are_and_posts_go_out_by_the_login_that_holds()
    {
        var posts = Posts();
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => posts.InspectAsync(Cancellation));
        var first = await posts.LogInAsync(Secret("1-token", "secret-1"), "x", Cancellation);
        _kept = new KeptLogin(first.Secret, 1);
        var one = await posts.PublishAsync(new("Owls"), Cancellation);
        _kept = new KeptLogin((await posts.LogInAsync(Secret("2-token", "secret-2"), "x", Cancellation)).Secret, 2);
        var two = await posts.PublishAsync(new("Owls"), Cancellation);

        Assert.Equal((CallFault.Auth, new Remedy(RemedyAction.LogIn, "x")), (missing.Kind, missing.Remedy));
        Assert.Equal(("@fernwoodconf", null, "connection:x"), (first.Summary, first.ExpiresAt, Assert.Single(first.Scopes)));
        Assert.Equal(["fernwoodconf", "fernwoodteam"], new[] { one, two }.Select(post => post.Link.Segments[1].TrimEnd('/')));
        Assert.Equal(["fernwoodconf", "fernwoodteam"], _sandbox.X.Tweets.Select(tweet => tweet.Account));
    }

    [Fact]
    public async Task Keys_that_X_does_not_know_are_refused_and_stand_nowhere()
    {
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => Posts().LogInAsync(Secret("1-token", "wrong-secret"), "x", Cancellation));

        Assert.Equal(CallFault.Auth, fault.Kind);
        Assert.DoesNotContain("wrong-secret", fault + _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1-token", fault + _log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("a", "b", 0)]
    [InlineData("a", null, 1)]
    public void Four_keys_are_set_or_none(string? key, string? token, int problems)
    {
        var options = new XOptions { ApiKey = key, ApiKeySecret = key, AccessToken = key, AccessTokenSecret = token };

        Assert.Equal(problems, options.Validate(new ValidationContext(options)).Count());
    }

    private static string Secret(string token, string secret)
        => $$"""{"API Key":"{{World.ApiKey}}","API Key Secret":"{{World.ApiKeySecret}}","Bearer Token":"b","Access Token":"{{token}}","Access Token Secret":"{{secret}}"}""";

    private XPosts Posts() => XPosts.Create(
        new XOptions { Connection = "x", Url = new Uri(_sandbox.HttpUrl, "x") },
        new ConnectionTools(_http, _http.Logs, _http.Clock) { Logins = (_, _) => Task.FromResult(_kept) });
}
