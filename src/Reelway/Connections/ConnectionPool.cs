using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Connections;

/// <summary>The configured connections and their clients. A new connector needs no line here.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly Dictionary<string, ConnectionClients> _connections;

    /// <param name="renewal">Null where nothing is to be changed.</param>
    /// <param name="logins">Null where nobody needs one, as for a look at queues and buckets.</param>
    public ConnectionPool(IReadOnlyList<ConnectionSettings> connections, ConnectorHttp http, ILoggerFactory logs, TimeProvider clock, LoginStore? logins = null, LoginRenewal? renewal = null)
    {
        var tools = new ConnectionTools(http, logs, clock);
        tools = logins is null ? tools : tools with { Logins = logins.FindAsync };
        tools = renewal is null ? tools : tools with { Renew = renewal.RenewAsync };
        _connections = connections.ToDictionary(
            connection => connection.Name,
            connection => new ConnectionClients(ConnectorCatalog.Require(connection.Connector), connection.Options, tools),
            StringComparer.Ordinal);
        Names = [.. connections.Select(connection => connection.Name)];
    }

    /// <summary>The connections' names, in the order of the configuration.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The client of this type that a connection has; null when there is no such connection, or it has none.</summary>
    public T? Find<T>(string name)
        where T : class
        => Find(name)?.Find<T>();

    /// <summary>The client of this type that a connection has.</summary>
    /// <exception cref="FaultException">There is no such connection, or it has none; needs a person.</exception>
    public T Require<T>(string name)
        where T : class
        => Find<T>(name) ?? throw FaultException.Setting(
            $"There is no connection \"{name}\" of the connector {string.Join(" or ", ConnectorCatalog.ThatMake<T>())}.",
            $"Set connections.{name}, or name another one in the settings, then retry.");

    /// <summary>The clients of a connection; null when there is none of that name.</summary>
    public ConnectionClients? Find(string name) => _connections.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }
    }
}
