using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Connections;

/// <summary>The configured connections and their clients. A new connector needs no line here.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly Dictionary<string, ConnectionClients> _connections;
    private readonly ConnectionStore? _states;

    /// <param name="renewal">Null where nothing is to be changed.</param>
    /// <param name="states">Null where nobody pauses a connection.</param>
    /// <param name="logins">Null where nobody needs one, as for a look at queues and buckets.</param>
    public ConnectionPool(IReadOnlyList<ConnectionSettings> connections, ConnectorHttp http, ILoggerFactory logs, TimeProvider clock, LoginStore? logins = null, LoginRenewal? renewal = null, ConnectionStore? states = null)
    {
        var tools = new ConnectionTools(http, logs, clock);
        tools = logins is null ? tools : tools with { Logins = logins.FindAsync };
        tools = renewal is null ? tools : tools with { Renew = renewal.RenewAsync };
        _connections = connections.ToDictionary(
            connection => connection.Name,
            connection => new ConnectionClients(ConnectorCatalog.Require(connection.Connector), connection.Options, tools),
            StringComparer.Ordinal);
        _states = states;
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

    /// <summary>Makes sure that a connection has such a client, before anything is done that leads to its use.</summary>
    /// <inheritdoc cref="Require{T}"/>
    public void Ensure<T>(string name)
        where T : class
        => Require<T>(name);

    /// <summary>The clients of a connection; null when there is none of that name.</summary>
    public ConnectionClients? Find(string name) => _connections.GetValueOrDefault(name);

    /// <summary>The only way from a step to a client: while the connection is held up, the step waits. So a step asks for all that it uses before it does anything.</summary>
    /// <param name="more">What its calls share beside the connection: <c>facebook:page:123</c>.</param>
    /// <exception cref="FaultException">There is no such connection, or it has none; needs a person.</exception>
    public async Task<T> UseAsync<T>(IStep step, string name, Func<T, IEnumerable<string>>? more = null)
        where T : class
    {
        var client = Require<T>(name);
        await step.ShareAsync([.. ConnectionScope.All(name), .. more?.Invoke(client) ?? []]);
        return client;
    }

    /// <summary>The same for what has its client already: a sheet, a library.</summary>
    /// <param name="names">The connections; null for what lies on this machine.</param>
    public static Task UseAsync(IStep step, params IReadOnlyList<string?> names)
        => step.ShareAsync([.. names.OfType<string>().Distinct().SelectMany(ConnectionScope.All)]);

    /// <summary>True while a person has paused the connection: what takes work in by it stands still.</summary>
    public async Task<bool> IsPausedAsync(string name, CancellationToken cancellation)
        => _states is not null && (await _states.FindAsync(name, cancellation)).Pause is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }
    }
}
