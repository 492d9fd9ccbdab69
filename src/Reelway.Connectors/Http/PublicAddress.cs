using System.Net;
using System.Net.Sockets;

namespace Reelway.Connectors;

/// <summary>Tells addresses of the public network from those of this machine and of networks around it.</summary>
internal static class PublicAddress
{
    // Reserved and special-purpose networks: IANA's registries for IPv4 and IPv6 (RFC 6890 and its successors).
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>True when a stranger's URL may lead there.</summary>
    public static bool Is(IPAddress address)
    {
        // An IPv4 address in IPv6's clothes leads to the IPv4 one.
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return real.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !NotPublic.Any(network => network.BaseAddress.AddressFamily == real.AddressFamily && network.Contains(real));
    }
}
