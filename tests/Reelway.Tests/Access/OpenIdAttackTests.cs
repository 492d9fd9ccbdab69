using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Reelway.Access;
using Reelway.Frame.Web;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>Requirement 20 from the other side: answers of a provider that nobody may come in by.</summary>
public sealed class OpenIdAttackTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("expired")]
    [InlineData("key")]
    [InlineData("unsigned")]
    public async Task Req_20_a_token_that_is_not_for_this_sign_in_lets_nobody_in(string lie)
    {
        await using var provider = await LyingProvider.StartAsync(lie, _cancellation);
        await using var server = await StartAsync(provider);
        using var browser = Browser();

        using var answer = await browser.GetAsync(await CallbackAsync(browser, server), _cancellation);

        Assert.Equal(Visitor.SignInPath, answer.Headers.Location!.OriginalString);
        Assert.Contains("did not come to an end", await browser.GetPageAsync(server.Web.Address + "sign-in", _cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, server));
        Assert.Null(await server.Store.FindByAccountAsync(provider.Issuer, "sub-ana", _cancellation));
    }

    [Fact]
    public async Task Req_20_the_request_has_code_PKCE_nonce_and_state_and_an_answer_counts_once_and_in_its_own_browser()
    {
        await using var provider = await LyingProvider.StartAsync(LyingProvider.Honest, _cancellation);
        await using var server = await StartAsync(provider);
        var jar = new CookieContainer();
        using var browser = Browser(jar);
        using var begin = await browser.GetAsync(new Uri(server.Web.Address, OpenIdSignIn.BeginPath), _cancellation);
        var asked = QueryHelpers.ParseQuery(begin.Headers.Location!.Query);
        Assert.Equal(("code", "S256", "openid profile email"), (asked["response_type"].ToString(), asked["code_challenge_method"].ToString(), asked["scope"].ToString()));
        Assert.All([asked["code_challenge"], asked["nonce"], asked["state"]], value => Assert.InRange(value.ToString().Length, 32, 4096));

        var callback = await CallbackAsync(browser, server);
        using var victim = Browser();
        using var foreign = await victim.GetAsync(callback, _cancellation);
        Assert.Equal((Visitor.SignInPath, HttpStatusCode.Unauthorized), (foreign.Headers.Location!.OriginalString, await StatusAsync(victim, server)));

        using var good = await browser.GetAsync(callback, _cancellation);
        Assert.Equal(("/runs", HttpStatusCode.Forbidden), (good.Headers.Location!.OriginalString, await StatusAsync(browser, server)));
        using var again = await browser.GetAsync(callback, _cancellation);
        Assert.Equal(Visitor.SignInPath, again.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("\t//evil.example")]
    public async Task A_sign_in_by_a_provider_leads_nowhere_else(string returnTo)
    {
        await using var provider = await LyingProvider.StartAsync(LyingProvider.Honest, _cancellation);
        await using var server = await StartAsync(provider);
        using var browser = Browser();

        using var answer = await browser.GetAsync(await CallbackAsync(browser, server, returnTo), _cancellation);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    private Task<PeopleServer> StartAsync(LyingProvider provider) => PeopleServer.StartAsync(
        _cancellation, access: new AccessOptions { Oidc = new OpenIdOptions { Authority = provider.Issuer, ClientId = "reelway", ClientSecret = "a secret of the client" } });

    private static HttpClient Browser(CookieContainer? jar = null) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar ?? new CookieContainer() });

    private async Task<Uri> CallbackAsync(HttpClient browser, PeopleServer server, string returnTo = "/runs")
    {
        using var begin = await browser.GetAsync(new Uri(server.Web.Address, OpenIdSignIn.BeginPath + "?returnTo=" + Uri.EscapeDataString(returnTo)), _cancellation);
        Assert.Equal(HttpStatusCode.Redirect, begin.StatusCode);
        using var back = await browser.GetAsync(begin.Headers.Location, _cancellation);
        return back.Headers.Location!;
    }

    private async Task<HttpStatusCode> StatusAsync(HttpClient browser, PeopleServer server)
    {
        using var answer = await browser.GetAsync(new Uri(server.Web.Address, "/api/v1/runs"), _cancellation);
        return answer.StatusCode;
    }
}
