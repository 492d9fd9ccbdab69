using System.Net;
using Reelway.Frame.Web;

namespace Reelway.Tests.Frame.Web;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "198.51.100.9", "", "192.0.2.1")]
    [InlineData("10.0.0.1", "198.51.100.9", "10.0.0.0/8", "198.51.100.9")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.9", "10.0.0.0/8", "198.51.100.9")]
    [InlineData("10.0.0.1", "192.0.2.66, 198.51.100.9", "10.0.0.0/8", "198.51.100.9")]
    [InlineData("10.0.0.1", "192.0.2.66, 198.51.100.9, 10.0.0.2", "10.0.0.0/8", "198.51.100.9")]
    [InlineData("10.0.0.1", "198.51.100.9:4711", "10.0.0.0/8", "198.51.100.9")]
    [InlineData("10.0.0.1", "[2001:db8::9]:4711", "10.0.0.0/8", "2001:db8::9")]
    [InlineData("10.0.0.1", "nobody", "10.0.0.0/8", "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1")]
    [InlineData("11.0.0.1", "198.51.100.9", "10.0.0.0/8", "11.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.0/8", "10.0.0.2")]
    public void Only_proxies_that_are_named_can_say_who_calls(string peer, string forwarded, string proxies, string caller)
        => Assert.Equal(caller, ClientAddress.Of(
            IPAddress.Parse(peer), [forwarded], [.. proxies.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => ClientAddress.TryNetwork(text, out var network) ? network : default)])!.ToString());

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:0:1:ffff::1", "2001:db8:0:1::/64")]
    [InlineData("::1", "::1")]
    [InlineData(null, "a local socket")]
    public void An_address_is_counted_by_itself_and_a_network_of_IPv6_as_one(string? address, string bucket)
        => Assert.Equal(bucket, ClientAddress.Bucket(address is null ? null : IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.20.0.0/16", true)]
    [InlineData("10.20.0.5", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("proxy.example", false)]
    public void A_proxy_is_an_address_or_a_network(string text, bool good) => Assert.Equal(good, ClientAddress.TryNetwork(text, out _));
}
