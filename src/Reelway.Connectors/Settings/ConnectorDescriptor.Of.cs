using System.Reflection;

namespace Reelway.Connectors;

/// <summary>A connector whose clients are made from options of this type.</summary>
internal sealed class ConnectorDescriptor<TOptions> : ConnectorDescriptor
    where TOptions : class, IConnectorOptions, new()
{
    private readonly Dictionary<Type, Func<TOptions, ConnectionTools, object>> _clients = [];
    private string? _checkCall;
    private Func<TOptions, ConnectionClients, CancellationToken, Task<ConnectionCheck>>? _check;
    private Func<TOptions, ConnectionClients, string, CancellationToken, Task<NewLogin>>? _logIn;
    private Func<TOptions, ConnectionClients, CancellationToken, Task<NewLogin?>>? _renew;

    internal ConnectorDescriptor(string id, string name, IReadOnlyList<(SettingField, PropertyInfo)> settings)
        : base(id, name, typeof(TOptions), settings)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<Type> Clients => _clients.Keys;

    /// <inheritdoc/>
    public override string CheckCall => _checkCall ?? throw Incomplete();

    /// <inheritdoc/>
    public override bool CanLogIn => _logIn is not null;

    /// <summary>Names a client that a connection can be asked for, by its own type or by what it can do.</summary>
    public ConnectorDescriptor<TOptions> Makes<TClient>(Func<TOptions, ConnectionTools, TClient> make)
        where TClient : class
    {
        _clients.Add(typeof(TClient), make);
        return this;
    }

    /// <summary>Names the harmless call that tells whether a connection works.</summary>
    /// <param name="call">What it does, in words that go on after "could".</param>
    public ConnectorDescriptor<TOptions> IsCheckedBy(string call, Func<TOptions, ConnectionClients, CancellationToken, Task<ConnectionCheck>> check)
    {
        _checkCall = call;
        _check = check;
        return this;
    }

    /// <summary>Names how people log in, and how a login is renewed before it ends.</summary>
    public ConnectorDescriptor<TOptions> LogsIn(
        Func<TOptions, ConnectionClients, string, CancellationToken, Task<NewLogin>> logIn,
        Func<TOptions, ConnectionClients, CancellationToken, Task<NewLogin?>> renew)
    {
        _logIn = logIn;
        _renew = renew;
        return this;
    }

    /// <inheritdoc/>
    internal override object? Make(Type client, IConnectorOptions options, ConnectionTools tools)
        => _clients.GetValueOrDefault(client)?.Invoke((TOptions)options, tools);

    /// <inheritdoc/>
    internal override Task<ConnectionCheck> CheckAsync(IConnectorOptions options, ConnectionClients clients, CancellationToken cancellation)
        => (_check ?? throw Incomplete())((TOptions)options, clients, cancellation);

    /// <inheritdoc/>
    internal override Task<NewLogin> LogInAsync(IConnectorOptions options, ConnectionClients clients, string secret, CancellationToken cancellation)
        => _logIn?.Invoke((TOptions)options, clients, secret, cancellation)
            ?? throw new ConnectorException(Name, FaultKind.Permanent, $"nobody logs in to connection {options.Connection}: all that it needs is configured.");

    /// <inheritdoc/>
    internal override Task<NewLogin?> RenewAsync(IConnectorOptions options, ConnectionClients clients, CancellationToken cancellation)
        => _renew?.Invoke((TOptions)options, clients, cancellation) ?? Task.FromResult<NewLogin?>(null);

    private InvalidOperationException Incomplete() => new($"The connector {Id} does not say how it is checked.");
}
