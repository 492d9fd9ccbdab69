using System.Net;
using Microsoft.AspNetCore.Connections;
using Reelway.Frame.Web;

namespace Reelway.Incoming.Listening;

/// <summary>
/// So many connections of one address at once: else a single machine that opens connections and says nothing would take all places of the listener. Proxies that
/// are known, and this machine, bring those of others, and have as many as there are.
/// </summary>
internal sealed class ConnectionPlaces(ServerOptions server, RefusalBook refusals)
{
    /// <summary>Places of the listener.</summary>
    public const int Most = 1000;

    /// <summary>Places that one address can take.</summary>
    public const int MostOfAddress = 200;

    private readonly IReadOnlyList<IPNetwork> _proxies = server.ProxyNetworks;
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Ends connections beyond an address's places, before anything is read of them.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (IsFree(address))
        {
            await next(connection);
            return;
        }

        var bucket = ClientAddress.Bucket(address);
        if (!TryTake(bucket))
        {
            refusals.Note(bucket, "any path", StatusCodes.Status429TooManyRequests, $"It has {MostOfAddress} connections already.");
            connection.Abort(new ConnectionAbortedException("The address has too many connections."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            GiveBack(bucket);
        }
    };

    /// <summary>Takes a place; false when the address has all of its.</summary>
    public bool TryTake(string bucket)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(bucket);
            _taken[bucket] = Math.Min(taken + 1, MostOfAddress);
            return taken < MostOfAddress;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void GiveBack(string bucket)
    {
        lock (_gate)
        {
            if (--_taken[bucket] == 0)
            {
                _taken.Remove(bucket);
            }
        }
    }

    /// <summary>True for whoever brings what others send.</summary>
    public bool IsFree(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is null || IPAddress.IsLoopback(plain) || _proxies.Any(proxy => proxy.Contains(plain));
    }
}
