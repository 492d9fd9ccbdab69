using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Reelway.Contracts.Servers;

/// <summary>A line between a program and its server that a test can cut, stall, half-close and refuse.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _open = Opened();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <param name="target">The server's loopback port.</param>
    public TcpProxy(int target)
    {
        _target = target;
        Listen();
    }

    /// <summary>Where programs connect; it stays the same.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Connections that stand now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Resets every connection, as a machine does that has been restarted; new ones are treated as before.</summary>
    public async Task CutAsync()
    {
        var cut = _connections.ToArray();
        foreach (var (connection, _) in cut)
        {
            connection.Reset();
        }

        await Task.WhenAll(cut.Select(pair => pair.Value));
    }

    /// <summary>Nothing gets through any more in either direction, and nobody is told: connections stay and new ones are accepted.</summary>
    public void Stall()
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted)
            {
                _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Every connection's program reads the end of what its server says, while the server still gets what the program says.</summary>
    public void HalfClose()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.EndAnswers();
        }
    }

    /// <summary>The next answer of every connection's server is lost with the connection: by then the server has done what it was asked.</summary>
    public void LoseNextAnswer()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.LoseNextAnswer();
        }
    }

    /// <summary>New connections are refused; those that stand are left alone.</summary>
    public async Task RefuseAsync()
    {
        _listener?.Dispose();
        _listener = null;
        await _accepting;
    }

    /// <summary>Forwards again: also the bytes that were held back.</summary>
    public void Resume()
    {
        if (_listener is null)
        {
            Listen();
        }

        lock (_gate)
        {
            _open.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await RefuseAsync();
        await CutAsync();
        _stop.Dispose();
    }

    /// <summary>Completes when bytes may pass.</summary>
    internal Task OpenAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _open.Task.WaitAsync(cancellation);
        }
    }

    private void Listen()
    {
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(_stop.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return; // refusing from now on, or over
            }

            var connection = new ProxiedConnection(this, client, _target);
            var carried = new TaskCompletionSource();
            _connections[connection] = carried.Task;
            _ = CarryAsync(connection, carried);
        }
    }

    private async Task CarryAsync(ProxiedConnection connection, TaskCompletionSource carried)
    {
        await connection.CarryAsync();
        _connections.TryRemove(connection, out _);
        connection.Dispose();
        carried.SetResult();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }
}
