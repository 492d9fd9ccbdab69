using System.Net;
using System.Net.Sockets;

namespace Reelway.Contracts.Servers;

/// <summary>One connection through a <see cref="TcpProxy"/>, from the program to the server and back.</summary>
internal sealed class ProxiedConnection(TcpProxy proxy, Socket client, int target) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private volatile bool _reset;
    private volatile bool _answersEnded;
    private volatile bool _losesNextAnswer;

    /// <summary>Carries bytes until both sides have ended, or it is reset. Never throws.</summary>
    public async Task CarryAsync()
    {
        client.NoDelay = true;
        try
        {
            await proxy.OpenAsync(_over.Token);
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), _over.Token);
            await Task.WhenAll(PumpAsync(client, _server, () => false), PumpAsync(_server, client, LosesAnswer));
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: the other one learns it by a reset.
            _reset = true;
        }

        End(client);
        End(_server);
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _over.Dispose();
    }

    public void Reset()
    {
        _reset = true;
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void EndAnswers()
    {
        _answersEnded = true;
        try
        {
            client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It had ended already: nothing is left to be half-closed.
        }
    }

    public void LoseNextAnswer() => _losesNextAnswer = true;

    // True: the bytes that the server has just said, or its end, don't reach the program.
    private bool LosesAnswer()
    {
        if (_losesNextAnswer && !_answersEnded)
        {
            EndAnswers();
        }

        return _answersEnded;
    }

    private async Task PumpAsync(Socket from, Socket to, Func<bool> discards)
    {
        try
        {
            var bytes = new byte[64 * 1024];
            while (await from.ReceiveAsync(bytes, _over.Token) is var count and > 0)
            {
                await proxy.OpenAsync(_over.Token);
                for (var sent = 0; sent < count && !discards();)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent, count - sent), _over.Token);
                }
            }

            await proxy.OpenAsync(_over.Token);
            if (!discards())
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch
        {
            await _over.CancelAsync();
            throw;
        }
    }

    private void End(Socket socket)
    {
        if (_reset)
        {
            // Closing with no time to linger sends RST instead of FIN.
            socket.LingerState = new LingerOption(true, 0);
        }

        socket.Dispose();
    }
}
