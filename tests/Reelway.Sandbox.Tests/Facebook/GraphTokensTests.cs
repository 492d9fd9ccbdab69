using System.Security.Cryptography;
using System.Text;
using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox.Tests.Facebook;

public sealed class GraphTokensTests
{
    private const string Exchange = "oauth/access_token?grant_type=fb_exchange_token&client_id=138000000000042&client_secret=sandbox-app-secret&fb_exchange_token=";

    [Fact]
    public async Task A_short_lived_user_token_is_exchanged_for_one_of_sixty_days()
    {
        await using var http = await SandboxHttp.StartAsync();

        var json = (await new GraphCaller(http, "").GetAsync(Exchange + GraphCaller.ShortUserToken)).Ok();

        Assert.Equal("bearer", json.GetProperty("token_type").GetString());
        Assert.InRange(json.GetProperty("expires_in").GetInt64(), 5_183_900, 5_184_000);
        (await new GraphCaller(http, json.GetProperty("access_token").GetString()!).GetAsync("me/accounts")).Ok();
    }

    [Fact]
    public async Task An_expired_token_is_refused_and_cannot_be_exchanged()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        time.Advance(TimeSpan.FromHours(2));

        (await new GraphCaller(http, GraphCaller.ShortUserToken).GetAsync("me/accounts")).Error(190, 463);
        (await new GraphCaller(http, "").GetAsync(Exchange + GraphCaller.ShortUserToken)).Error(190, 463);
        (await GraphCaller.User(http).GetAsync("me/accounts")).Ok();
    }

    [Fact]
    public async Task The_exchange_refuses_a_wrong_secret_and_a_page_token()
    {
        await using var http = await SandboxHttp.StartAsync();
        var caller = new GraphCaller(http, "");

        (await caller.GetAsync(Exchange.Replace("sandbox-app-secret", "guess", StringComparison.Ordinal) + GraphCaller.ShortUserToken)).Error(1);
        (await caller.GetAsync(Exchange.Replace("138000000000042", "1", StringComparison.Ordinal) + GraphCaller.ShortUserToken)).Error(101);
        (await caller.GetAsync(Exchange + GraphCaller.PageToken)).Error(100);
    }

    [Fact]
    public async Task A_page_token_outlives_a_long_lived_user_token_but_ends_with_a_short_lived_one()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        var shortLived = (await new GraphCaller(http, GraphCaller.ShortUserToken).GetAsync("me/accounts")).Ok()
            .GetProperty("data")[0].GetProperty("access_token").GetString()!;
        Assert.NotEqual(GraphCaller.PageToken, shortLived);

        time.Advance(TimeSpan.FromHours(3));
        (await new GraphCaller(http, shortLived).GetAsync(GraphCaller.PageId)).Error(190, 463);
        time.Advance(TimeSpan.FromDays(365));

        (await GraphCaller.User(http).GetAsync("me/accounts")).Error(190, 463);
        (await GraphCaller.Page(http).GetAsync(GraphCaller.PageId)).Ok();
    }

    [Fact]
    public async Task A_page_token_falls_when_the_user_changes_the_password()
    {
        await using var http = await SandboxHttp.StartAsync();

        Assert.True(http.Server.Facebook.RefuseToken(GraphCaller.UserToken, 460));

        (await GraphCaller.Page(http).GetAsync(GraphCaller.PageId)).Error(190, 460);
    }

    [Fact]
    public async Task A_token_expired_on_order_stays_so_and_the_list_of_pages_gives_a_new_one()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"path":"*/videos","parameters":{"upload_phase":"start"}},"effect":"expire-token"}""");
        var page = GraphCaller.Page(http);

        (await page.StartAsync(10)).Error(190, 463);
        (await page.StartAsync(10)).Error(190, 463);
        var fresh = (await GraphCaller.User(http).GetAsync("me/accounts?fields=id,access_token")).Ok()
            .GetProperty("data")[0].GetProperty("access_token").GetString()!;

        Assert.NotEqual(GraphCaller.PageToken, fresh);
        (await new GraphCaller(http, fresh).StartAsync(10)).Ok();
    }

    [Fact]
    public async Task A_new_login_gives_a_token_that_can_be_exchanged()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.RefuseToken(GraphCaller.UserToken, 467);
        (await GraphCaller.User(http).GetAsync("me/accounts")).Error(190, 467);

        (await new GraphCaller(http, "").GetAsync(Exchange + http.Server.Facebook.LogIn())).Ok();
    }

    [Theory]
    [InlineData(GraphCaller.PageToken, "PAGE", 0L)]
    [InlineData(GraphCaller.UserToken, "USER", 5_184_000L)]
    [InlineData(GraphCaller.ShortUserToken, "USER", 7_200L)]
    [InlineData(GraphCaller.AppToken, "APP", 0L)]
    public async Task A_token_can_be_inspected_with_the_app_token(string token, string type, long lifetime)
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });

        var data = (await new GraphCaller(http, GraphCaller.AppToken).GetAsync("debug_token?input_token=" + Uri.EscapeDataString(token))).Ok().GetProperty("data");

        Assert.Equal(type, data.GetProperty("type").GetString());
        Assert.True(data.GetProperty("is_valid").GetBoolean());
        Assert.Equal(lifetime == 0 ? 0 : time.GetUtcNow().ToUnixTimeSeconds() + lifetime, data.GetProperty("expires_at").GetInt64());
        Assert.Equal(type == "PAGE" ? GraphCaller.PageId : null, data.TryGetProperty("profile_id", out var profile) ? profile.GetString() : null);
    }

    [Fact]
    public async Task Inspecting_a_dead_token_succeeds_and_says_why_it_is_dead()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.RefuseToken(GraphCaller.PageToken, 467);
        var app = new GraphCaller(http, GraphCaller.AppToken);

        var dead = (await app.GetAsync("debug_token?input_token=" + GraphCaller.PageToken)).Ok().GetProperty("data");
        var unknown = (await app.GetAsync("debug_token?input_token=nonsense")).Ok().GetProperty("data");
        (await GraphCaller.Page(http).GetAsync("debug_token?input_token=x")).Error(190, 467);

        Assert.False(dead.GetProperty("is_valid").GetBoolean());
        Assert.Equal((190, 467), (dead.GetProperty("error").GetProperty("code").GetInt32(), dead.GetProperty("error").GetProperty("subcode").GetInt32()));
        Assert.False(unknown.GetProperty("is_valid").GetBoolean());
    }

    [Fact]
    public async Task A_call_without_a_proof_is_refused_when_the_app_requires_one()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Facebook.Settings = new FacebookSettings { RequireAppSecretProof = true };

        var answer = await GraphCaller.Page(http).GetAsync(GraphCaller.PageId);

        Assert.Equal("API calls from the server require an appsecret_proof argument", answer.Error(100).GetProperty("message").GetString());
        Assert.Equal("GraphMethodException", answer.Json.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(400, answer.Status);
        (await GraphCaller.Page(http).GetAsync($"{GraphCaller.PageId}?appsecret_proof={Proof(GraphCaller.PageToken)}")).Ok();
    }

    [Fact]
    public async Task A_proof_made_for_another_token_is_refused_in_any_case()
    {
        await using var http = await SandboxHttp.StartAsync();

        var answer = await GraphCaller.Page(http).GetAsync($"{GraphCaller.PageId}?appsecret_proof={Proof(GraphCaller.UserToken)}");

        Assert.Equal("Invalid appsecret_proof provided in the API argument", answer.Error(100).GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_token_may_come_in_the_header()
    {
        await using var http = await SandboxHttp.StartAsync();

        using var good = await http.SendAsync(HttpMethod.Get, "/facebook/graph/v23.0/me/accounts", bearer: GraphCaller.UserToken);
        using var none = await http.SendAsync(HttpMethod.Get, "/facebook/graph/v23.0/me/accounts");

        Assert.Equal(200, (int)good.StatusCode);
        Assert.Equal(400, (int)none.StatusCode);
    }

    /// <summary>Lower-case hex HMAC-SHA256 of the token under the app secret, written down once more from the contract.</summary>
    private static string Proof(string token)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("sandbox-app-secret"), Encoding.UTF8.GetBytes(token)));
}
