namespace Reelway.Connectors;

/// <summary>Tells whoever listens how the calls of connections end.</summary>
public sealed class ConnectionWatch
{
    private Action<ConnectionCall>? _listener;

    /// <summary>From now on the listener is told, on the thread of the call: it must be quick and must not throw.</summary>
    public void Listen(Action<ConnectionCall> listener) => Interlocked.Exchange(ref _listener, listener);

    /// <summary>A call has ended.</summary>
    /// <param name="fault">Why it failed; null when it succeeded. A permanent one is an answer about one thing and says nothing about the connection.</param>
    public void Ended(string connection, ConnectorException? fault)
    {
        if (fault is null or { Kind: not CallFault.Permanent })
        {
            Volatile.Read(ref _listener)?.Invoke(new ConnectionCall(connection, fault));
        }
    }
}

/// <summary>How a call of a connection ended.</summary>
/// <param name="Fault">Null when it succeeded.</param>
public sealed record ConnectionCall(string Connection, ConnectorException? Fault);
