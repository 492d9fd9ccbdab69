using Reelway.Access;
using Reelway.Frame.Web;

namespace Reelway.Tests.Access;

public sealed class KeyTextTests
{
    [Fact]
    public void Req_18_a_key_has_a_prefix_and_a_checksum()
    {
        var key = KeyText.Make();

        Assert.Matches("^rw_live_[0-9A-Za-z]{46}$", key);
        Assert.True(KeyText.IsWhole(key));
        Assert.Equal(key[..14] + "…", KeyText.Shown(key));
        Assert.NotEqual(key, KeyText.Make());
    }

    [Fact]
    public void Req_18_what_was_cut_off_or_mistyped_is_no_whole_key()
    {
        var key = KeyText.Make();

        Assert.False(KeyText.IsWhole(key[..^1]));
        Assert.False(KeyText.IsWhole(key + "a"));
        Assert.False(KeyText.IsWhole(key[..20] + (key[20] == 'a' ? 'b' : 'a') + key[21..]));
        Assert.False(KeyText.IsWhole("rw_test_" + key[8..]));
        Assert.False(KeyText.IsWhole(""));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("10.0.0.0/8", "10.200.3.4", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.200.3.4", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::9", true)]
    [InlineData("2001:db8::/32", "2001:db9::9", false)]
    public void An_address_is_in_a_network_however_it_is_written(string network, string address, bool isIn)
        => Assert.Equal(isIn, AddressRanges.Read([network], out _).Contain(System.Net.IPAddress.Parse(address)));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("10")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("example.org")]
    public void What_is_no_network_is_named(string text)
    {
        AddressRanges.Read(["192.0.2.7", text], out var wrong);
        Assert.Equal(text, wrong);
    }
}
