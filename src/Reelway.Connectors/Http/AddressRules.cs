using System.Net;

namespace Reelway.Connectors;

/// <summary>Where URLs may lead to that users supply: judged by the addresses that a name means at the moment of connecting.</summary>
public sealed class AddressRules
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];
    private readonly Func<IPAddress, bool> _isOpen;

    private AddressRules(Func<IPAddress, bool> isOpen, IEnumerable<string> allowed)
    {
        _isOpen = isOpen;
        foreach (var entry in allowed)
        {
            if (Network(entry) is { } network)
            {
                _networks.Add(network);
            }
            else
            {
                _names.Add(entry);
            }
        }
    }

    /// <summary>The public internet, and what else is allowed.</summary>
    /// <param name="allowed">Hosts as URLs spell them, addresses, and networks such as <c>10.20.0.0/16</c>.</param>
    public static AddressRules PublicAnd(IEnumerable<string> allowed) => new(PublicAddress.Is, allowed);

    /// <summary>This machine by its loopback addresses, and what else is allowed.</summary>
    /// <param name="allowed">Hosts as URLs spell them, addresses, and networks such as <c>10.20.0.0/16</c>.</param>
    public static AddressRules ThisMachineAnd(IEnumerable<string> allowed) => new(IPAddress.IsLoopback, allowed);

    /// <summary>What is wrong with something that is to be allowed; null when it is a host, an address or a network.</summary>
    public static string? Problem(string entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Network(entry) is not null || (!entry.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(entry) == UriHostNameType.Dns)
            ? null
            : $"\"{entry}\" is not a host, address or network; write lab.example.org, 10.20.0.7 or 10.20.0.0/16, without http:// and port.";
    }

    /// <summary>True when a URL with this host, which means these addresses now, may be followed.</summary>
    /// <remarks>One refused address among good ones is somebody's trick: a second question would be answered with it alone.</remarks>
    internal bool Allow(string host, IReadOnlyCollection<IPAddress> addresses)
        => addresses.Count > 0 && (_names.Contains(host.TrimEnd('.')) || addresses.All(Allows));

    private static IPNetwork? Network(string entry)
        => IPNetwork.TryParse(entry, out var network) ? network
            : Uri.CheckHostName(entry) is UriHostNameType.IPv4 or UriHostNameType.IPv6 && IPAddress.TryParse(entry, out var address)
                ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                : null;

    private bool Allows(IPAddress address)
    {
        // An IPv4 address in IPv6's clothes leads to the IPv4 one.
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _isOpen(real) || _networks.Exists(network => network.BaseAddress.AddressFamily == real.AddressFamily && network.Contains(real));
    }
}
