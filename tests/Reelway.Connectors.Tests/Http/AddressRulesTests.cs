using System.Net;

namespace Reelway.Connectors.Tests.Http;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("lab.example.test", "10.1.2.3", true)]
    [InlineData("LAB.example.test.", "10.1.2.3", true)]
    [InlineData("other.example.test", "10.1.2.3", false)]
    [InlineData("other.example.test", "10.20.255.7", true)]
    [InlineData("other.example.test", "::ffff:10.20.0.7", true)]
    [InlineData("other.example.test", "10.20.0.7,10.1.2.3", false)]
    [InlineData("other.example.test", "10.20.0.7,1.1.1.1", true)]
    [InlineData("other.example.test", "1.1.1.1,127.0.0.1", false)]
    [InlineData("other.example.test", "192.168.7.7", true)]
    [InlineData("other.example.test", "192.168.7.8", false)]
    [InlineData("other.example.test", "fd00:7::1", true)]
    [InlineData("other.example.test", "fd00:8::1", false)]
    [InlineData("other.example.test", "", false)]
    public void The_public_internet_and_what_is_allowed_may_be_led_to(string host, string addresses, bool allowed)
        => Assert.Equal(allowed, AddressRules.PublicAnd(["lab.example.test", "10.20.0.0/16", "192.168.7.7", "fd00:7::/32"]).Allow(host, Addresses(addresses)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.200.3.4", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("1.1.1.1", false)]
    [InlineData("10.20.0.7", true)]
    [InlineData("127.0.0.1,10.20.0.7", true)]
    [InlineData("127.0.0.1,1.1.1.1", false)]
    public void This_machine_is_its_loopback_addresses(string addresses, bool allowed)
        => Assert.Equal(allowed, AddressRules.ThisMachineAnd(["10.20.0.0/16"]).Allow("name.example.test", Addresses(addresses)));

    [Theory]
    [InlineData("lab.example.org", true)]
    [InlineData("lab", true)]
    [InlineData("10.20.0.7", true)]
    [InlineData("10.20.0.0/16", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("", false)]
    [InlineData("http://lab.example.org", false)]
    [InlineData("lab.example.org/path", false)]
    [InlineData("lab.example.org:8080", false)]
    [InlineData("10.20.0.0/33", false)]
    [InlineData("*", false)]
    public void What_is_no_host_address_or_network_can_not_be_allowed(string entry, bool good)
        => Assert.Equal(good, AddressRules.Problem(entry) is null);

    private static IPAddress[] Addresses(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
