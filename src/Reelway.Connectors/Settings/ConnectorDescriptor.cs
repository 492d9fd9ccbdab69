namespace Reelway.Connectors;

/// <summary>All that configuration, forms, CLI, help pages and the pool of connections know about a connector.</summary>
/// <remarks>Its settings are declared on its options; its clients and its check are named by the connector itself.</remarks>
public abstract class ConnectorDescriptor
{
    private protected ConnectorDescriptor(string id, string name, Type options)
    {
        Id = id;
        Name = name;
        OptionsType = options;
    }

    /// <summary>Value of <c>connections.NAME.connector</c>: <c>facebook</c>.</summary>
    public string Id { get; }

    /// <summary>The system as people call it: <c>Facebook</c>.</summary>
    public string Name { get; }

    /// <summary>Options that the host fills: it has a constructor without parameters, and init properties.</summary>
    public Type OptionsType { get; }

    /// <summary>What it can be asked for: the types of its clients.</summary>
    public abstract IReadOnlyCollection<Type> Clients { get; }

    /// <summary>What its check does, in words that go on after "could": <c>list the account's pages</c>.</summary>
    public abstract string CheckCall { get; }

    /// <summary>The network that it publishes posts on, as events name it: <c>twitter</c>; null when it publishes none.</summary>
    public string? Platform { get; private protected set; }

    /// <summary>True when people log in to its connections by a command, instead of configuring all that is secret.</summary>
    public abstract bool CanLogIn { get; }

    /// <summary>A client of this type; null when the connector has none.</summary>
    internal abstract object? Make(Type client, IConnectorOptions options, ConnectionTools tools);

    /// <summary>Makes the harmless call.</summary>
    /// <exception cref="ConnectorException">The connection does not work.</exception>
    internal abstract Task<ConnectionCheck> CheckAsync(IConnectorOptions options, ConnectionClients clients, CancellationToken cancellation);

    /// <summary>Logs in with what a person has brought.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    internal abstract Task<NewLogin> LogInAsync(IConnectorOptions options, ConnectionClients clients, string secret, CancellationToken cancellation);

    /// <summary>Where a person grants access in a browser; null when there is no such place, or the options lack what it needs.</summary>
    internal abstract Uri? LoginDialog(IConnectorOptions options, ConnectionClients clients, string redirect, string state);

    /// <summary>Logs in with what a browser has brought back from <see cref="LoginDialog"/>.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    internal abstract Task<NewLogin> LogInAsync(IConnectorOptions options, ConnectionClients clients, LoginCode code, CancellationToken cancellation);

    /// <summary>Renews the login when its end comes near; null when there is nothing to do.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    internal abstract Task<NewLogin?> RenewAsync(IConnectorOptions options, ConnectionClients clients, CancellationToken cancellation);

    /// <summary>Describes a connector; what it makes and how it is checked is added to it.</summary>
    internal static ConnectorDescriptor<TOptions> For<TOptions>(string id, string name)
        where TOptions : class, IConnectorOptions, new()
        => new(id, name);
}
