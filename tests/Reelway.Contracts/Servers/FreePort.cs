using System.Net;
using System.Net.Sockets;

namespace Reelway.Contracts.Servers;

/// <summary>Loopback ports for servers that are stopped and started again on the same one.</summary>
internal static class FreePort
{
    // Below the range from which Linux takes ports for outgoing connections and for port 0 (32768 on by default),
    // so that nobody gets a port of ours by chance while its server is down.
    private const int First = 20_000;
    private const int End = 32_768;

    private static readonly Random Dice = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port nobody listens on, and that this process has not given out before.</summary>
    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Dice.Next(First, End);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
