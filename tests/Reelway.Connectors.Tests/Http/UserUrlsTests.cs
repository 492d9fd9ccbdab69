using System.Net;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Http;

public sealed class UserUrlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("1.1.1.1", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void Only_public_addresses_may_be_led_to(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_name_that_leads_to_this_machine_is_refused_when_it_is_connected_to(string host)
    {
        await using var server = new ScriptedHttpServer();
        using var urls = new UserUrls(AddressRules.PublicAnd([]));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}:{server.Url.Port}/hook");

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => urls.SendAsync(request, Cancellation));

        Assert.IsType<AddressRefusedException>(refusal.InnerException);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_redirect_to_this_machine_is_refused_too()
    {
        await using var inside = new ScriptedHttpServer();
        await using var server = new ScriptedHttpServer();
        using var urls = new UserUrls(AddressRules.PublicAnd(["localhost"]));
        server.AnswerNext(ScriptedAnswer.Empty(302).With(("Location", $"http://127.0.0.1:{inside.Url.Port}/secret")));
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(server.Url) { Host = "localhost" }.Uri);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => urls.GetAsync(request, Cancellation));

        Assert.IsType<AddressRefusedException>(refusal.InnerException);
        Assert.Empty(inside.Received);
    }

    [Fact]
    public async Task Credentials_stay_with_their_host()
    {
        await using var first = new ScriptedHttpServer();
        await using var second = new ScriptedHttpServer();
        using var urls = new UserUrls(AddressRules.PublicAnd(["127.0.0.1"]));
        first.AnswerNext(
            ScriptedAnswer.Empty(302).With(("Location", "/same")), ScriptedAnswer.Empty(307).With(("Location", new Uri(second.Url, "/other").AbsoluteUri)));
        second.AnswerNext(ScriptedAnswer.Json("{}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, first.Url);
        request.Headers.Authorization = new("Bearer", "secret");
        request.Headers.Add("X-Other", "kept");

        using var answer = await urls.GetAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(first.Received, received => Assert.Equal("Bearer secret", received.Headers["Authorization"]));
        Assert.False(second.Received.Single().Headers.ContainsKey("Authorization"));
        Assert.Equal("kept", second.Received.Single().Headers["X-Other"]);
    }

    [Fact]
    public async Task Redirects_without_end_end()
    {
        await using var server = new ScriptedHttpServer { Otherwise = _ => ScriptedAnswer.Empty(302).With(("Location", "/again")) };
        using var urls = new UserUrls(AddressRules.PublicAnd(["127.0.0.1"]));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);

        using var answer = await urls.GetAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.Found, 6), (answer.StatusCode, server.Received.Count));
    }
}
