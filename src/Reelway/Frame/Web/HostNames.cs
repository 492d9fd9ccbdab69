using System.Net;

namespace Reelway.Frame.Web;

/// <summary>What a host name, as written in an address or a Host header, says about where it leads.</summary>
internal static class HostNames
{
    /// <summary>True for names that always mean this machine: loopback addresses, <c>localhost</c> and names under it.</summary>
    public static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (TryAddress(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads an address literal, with or without the brackets of IPv6.</summary>
    public static bool TryAddress(string host, out IPAddress address)
    {
        var bare = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        var isAddress = IPAddress.TryParse(bare, out var parsed);
        address = parsed is { IsIPv4MappedToIPv6: true } ? parsed.MapToIPv4() : parsed ?? IPAddress.None;
        return isAddress;
    }
}
