using System.Collections.Concurrent;

namespace Reelway.Connectors;

/// <summary>The clients of one connection, each made when it is first used and then shared, so that its tokens are fetched once.</summary>
public sealed class ConnectionClients(ConnectorDescriptor connector, IConnectorOptions options, ConnectionTools tools) : IDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object?>> _clients = new();

    /// <summary>What the connector can be asked for.</summary>
    public ConnectorDescriptor Connector => connector;

    /// <summary>The connection's settings.</summary>
    public IConnectorOptions Options => options;

    /// <summary>The client of this type; null when the connector has none.</summary>
    public T? Find<T>()
        where T : class
        => (T?)_clients.GetOrAdd(typeof(T), type => new Lazy<object?>(() => connector.Make(type, options, tools))).Value;

    /// <summary>Makes the connector's harmless call. What goes wrong with it stands in the result.</summary>
    public async Task<ConnectionCheck> CheckAsync(CancellationToken cancellation)
    {
        var began = tools.Clock.GetTimestamp();
        ConnectionCheck check;
        try
        {
            check = await connector.CheckAsync(options, this, cancellation);
        }
        catch (ConnectorException fault)
        {
            check = new ConnectionCheck { Call = connector.CheckCall, Fault = fault };
        }

        return check with { Latency = tools.Clock.GetElapsedTime(began) };
    }

    /// <summary>Logs in with what a person has brought; nothing is kept yet.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    public Task<NewLogin> LogInAsync(string secret, CancellationToken cancellation) => connector.LogInAsync(options, this, secret, cancellation);

    /// <summary>Where a person grants access in a browser; null when there is no such place, or the settings lack what it needs.</summary>
    /// <param name="redirect">Where the browser goes with the answer.</param>
    /// <param name="state">Comes back with it, so that one's own answer is known.</param>
    public Uri? LoginDialog(string redirect, string state) => connector.LoginDialog(options, this, redirect, state);

    /// <summary>Logs in with what a browser has brought back; nothing is kept yet.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    public Task<NewLogin> LogInAsync(LoginCode code, CancellationToken cancellation) => connector.LogInAsync(options, this, code, cancellation);

    /// <summary>Renews the login when its end comes near; null when there is nothing to do.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    public Task<NewLogin?> RenewAsync(CancellationToken cancellation) => connector.RenewAsync(options, this, cancellation);

    internal T Get<T>()
        where T : class
        => Find<T>() ?? throw new InvalidOperationException($"The connector {connector.Id} makes no {typeof(T).Name}.");

    public void Dispose()
    {
        foreach (var made in _clients.Values.Where(client => client.IsValueCreated))
        {
            (made.Value as IDisposable)?.Dispose();
        }
    }
}
