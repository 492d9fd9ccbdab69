using System.Net;

namespace Reelway.Frame.Web;

/// <summary>Addresses and networks that something is bound to: <c>192.0.2.7</c>, <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>.</summary>
internal sealed class AddressRanges
{
    private readonly IReadOnlyList<IPNetwork> _networks;

    private AddressRanges(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>Reads them.</summary>
    /// <param name="wrong">The first text that is none; null when all are.</param>
    public static AddressRanges Read(IEnumerable<string> texts, out string? wrong)
    {
        wrong = null;
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (ClientAddress.TryNetwork(text.Trim(), out var network))
            {
                networks.Add(network);
            }
            else
            {
                wrong ??= text;
            }
        }

        return new AddressRanges(networks);
    }

    /// <summary>True when the address is in one of them. An IPv4 address that is written as IPv6 is what it stands for.</summary>
    public bool Contain(IPAddress? address)
        => address is not null && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var plain && _networks.Any(network => network.Contains(plain));
}
