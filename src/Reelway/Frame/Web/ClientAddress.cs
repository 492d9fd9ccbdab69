using System.Net;
using System.Net.Sockets;

namespace Reelway.Frame.Web;

/// <summary>Whom a request comes from, as limits count it.</summary>
internal static class ClientAddress
{
    /// <summary>The caller's address: the peer's, or what the proxies that are known say in front of it. What others put there counts for nothing.</summary>
    /// <param name="peer">The other end of the connection; null for a socket of the file system.</param>
    /// <param name="forwarded">The values of <c>X-Forwarded-For</c>, in their order.</param>
    /// <param name="proxies">Whose word is taken.</param>
    public static IPAddress? Of(IPAddress? peer, IEnumerable<string?> forwarded, IReadOnlyList<IPNetwork> proxies)
    {
        var address = Plain(peer);
        if (proxies.Count == 0)
        {
            return address;
        }

        // From the end: each proxy has put there whom it was called by.
        foreach (var named in forwarded.SelectMany(value => (value ?? "").Split(',')).Reverse())
        {
            if (address is null || !proxies.Any(proxy => proxy.Contains(address)))
            {
                return address;
            }

            if (!TryRead(named.Trim(), out var before))
            {
                return address;
            }

            address = before;
        }

        return address;
    }

    /// <summary>How an address is counted: an IPv4 one by itself, also when it is written as IPv6, and a network of IPv6 as one, for a machine has a whole one to itself.</summary>
    public static string Bucket(IPAddress? address) => Plain(address) switch
    {
        null => "a local socket",
        { AddressFamily: AddressFamily.InterNetworkV6 } plain when !IPAddress.IsLoopback(plain) => NetworkOf(plain),
        var plain => plain.ToString(),
    };

    /// <summary>Reads the network of a setting: <c>10.20.0.0/16</c>, or one address.</summary>
    public static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        // "10" would be one too, and is surely not meant.
        var isAddress = IPAddress.TryParse(text, out var read) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);
        var address = Plain(read);
        network = isAddress ? new IPNetwork(address!, address!.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : default;
        return isAddress;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    // Some proxies add the port.
    private static bool TryRead(string text, out IPAddress address)
    {
        var isOne = IPAddress.TryParse(text, out var read);
        if (!isOne && IPEndPoint.TryParse(text, out var end))
        {
            (isOne, read) = (true, end.Address);
        }

        address = Plain(read) ?? IPAddress.None;
        return isOne;
    }

    private static string NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return $"{new IPAddress(bytes)}/64";
    }
}
