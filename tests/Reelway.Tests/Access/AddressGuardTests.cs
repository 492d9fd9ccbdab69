using Reelway.Access;
using Reelway.Frame.Web;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

public sealed class AddressGuardTests
{
    private const string Key = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://reelway.example:0")]
    [InlineData("http://192.0.2.7:0")]
    [InlineData("http://127.0.0.1.example:0")]
    public async Task Without_a_key_no_address_beyond_loopback_is_bound(string url)
    {
        var refusal = await Assert.ThrowsAsync<UnsafeAddressException>(
            () => WebServer.StartWithPeopleAsync(_cancellation, options => options.Urls = ["http://127.0.0.1:0", url]));
        Assert.Contains("server.api_key", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(url, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5080")]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:0")]
    public async Task What_is_no_address_is_refused_with_an_example(string url)
    {
        var refusal = await Assert.ThrowsAsync<UnsafeAddressException>(() => WebServer.StartWithPeopleAsync(_cancellation, options => options.Urls = [url]));
        Assert.Contains("http://", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_addresses_really_bound_count_and_not_the_settings()
    {
        var refusal = await Assert.ThrowsAsync<UnsafeAddressException>(
            () => WebServer.StartWithPeopleAsync(_cancellation, map: app => app.Urls.Add("http://0.0.0.0:0")));
        Assert.Contains("server.api_key", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://[::1]:0")]
    [InlineData("http://127.8.9.1:0")]
    public async Task Loopback_needs_no_key(string url)
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.Urls = [url]);
        using var client = server.Client();
        await client.GetJsonAsync("/healthz", _cancellation);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LocalHost", true)]
    [InlineData("reelway.localhost", true)]
    [InlineData("127.255.0.1", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("localhost.example", false)]
    [InlineData("notlocalhost", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("[::]", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Names_that_always_mean_this_machine_are_told_from_others(string host, bool loopback)
        => Assert.Equal(loopback, HostNames.IsLoopback(host));

    [Fact]
    public async Task With_a_key_every_address_may_be_bound_and_needs_it()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options =>
        {
            options.Urls = ["http://0.0.0.0:0"];
            options.ApiKey = Key;
        });
        var address = new UriBuilder(server.Address) { Host = "127.0.0.1" }.Uri;
        using var client = server.Client(Key);
        client.BaseAddress = address;
        await client.GetJsonAsync("/api/v1/runs", _cancellation);
    }
}
