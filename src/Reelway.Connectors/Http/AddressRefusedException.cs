using System.Net;

namespace Reelway.Connectors;

/// <summary>A URL that somebody gave leads to an address that it may not lead to.</summary>
public sealed class AddressRefusedException : IOException
{
    internal AddressRefusedException(string host, IEnumerable<IPAddress> addresses)
        : base($"{host} ({string.Join(", ", addresses)}) is not an address that URLs given by users may lead to; the operator can allow it")
    {
        Host = host;
        Addresses = [.. addresses];
    }

    /// <summary>The host as the URL spells it.</summary>
    public string Host { get; }

    /// <summary>What it means now.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }
}
