using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reelway.Access;
using Reelway.Contracts.Servers;
using Reelway.Frame.Doctor;

namespace Reelway.Tests.Access;

/// <summary>What <c>doctor</c> says of a provider of OpenID Connect.</summary>
public sealed class OpenIdChecksTests
{
    private const string Rest = "\"authorization_endpoint\":\"x\",\"token_endpoint\":\"x\",\"jwks_uri\":\"x\"";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_asked_while_nobody_signs_in_by_one() => Assert.Empty(await OpenIdChecks.LookAsync(new OpenIdOptions(), TimeProvider.System, _cancellation));

    [Theory]
    [InlineData("{\"issuer\":\"ISSUER\"," + Rest + "}", nameof(FindingState.Ok), "must know the redirect address https://YOUR.HOST/session/oidc")]
    [InlineData("{\"issuer\":\"ISSUER/\"," + Rest + "}", nameof(FindingState.Fail), "The provider calls itself")]
    [InlineData("{\"issuer\":7," + Rest + "}", nameof(FindingState.Fail), "The provider calls itself")]
    [InlineData("{\"issuer\":\"ISSUER\"," + Rest + ",\"code_challenge_methods_supported\":[\"plain\"]}", nameof(FindingState.Warn), "PKCE with S256")]
    [InlineData("{\"issuer\":\"ISSUER\",\"token_endpoint\":\"x\"}", nameof(FindingState.Fail), "does not say its authorization_endpoint, jwks_uri")]
    [InlineData("[]", nameof(FindingState.Fail), "does not say its")]
    [InlineData("<html>", nameof(FindingState.Fail), "is not valid JSON")]
    [InlineData("404", nameof(FindingState.Fail), "answers 404")]
    public async Task A_provider_is_judged_by_what_it_says_of_itself(string says, string state, string words)
    {
        await using var provider = await ServeAsync(says);

        var found = (await LookAsync(provider.Urls.Single(), TimeProvider.System))[0];

        Assert.Equal(state, found.State.ToString());
        Assert.Contains(words, found.Detail, StringComparison.Ordinal);
        Assert.Equal(state == nameof(FindingState.Ok), found.Remedy is null);
    }

    [Theory]
    [InlineData(0, nameof(FindingState.Ok))]
    [InlineData(-90, nameof(FindingState.Warn))]
    [InlineData(400, nameof(FindingState.Fail))]
    public async Task Its_clock_is_compared_with_this_one(int ahead, string state)
    {
        await using var provider = await ServeAsync("{\"issuer\":\"ISSUER\"," + Rest + "}");

        var found = (await LookAsync(provider.Urls.Single(), new ShiftedClock(TimeSpan.FromSeconds(ahead))))[1];

        Assert.Equal(("clock of single sign-on", state), (found.Name, found.State.ToString()));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_named()
    {
        var found = Assert.Single(await LookAsync($"http://127.0.0.1:{FreePort.Next()}", TimeProvider.System));

        Assert.Equal(FindingState.Fail, found.State);
        Assert.Contains("/.well-known/openid-configuration does not answer", found.Detail, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Finding>> LookAsync(string authority, TimeProvider clock)
        => OpenIdChecks.LookAsync(new OpenIdOptions { Authority = authority, ClientId = "reelway" }, clock, _cancellation);

    private async Task<WebApplication> ServeAsync(string says)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => says == "404" ? Results.NotFound() : Results.Text(says.Replace("ISSUER", app.Urls.Single(), StringComparison.Ordinal)));
        await app.StartAsync(_cancellation);
        return app;
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
