using Reelway.Connectors.Posting;

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
    private Func<TOptions, ConnectionClients, string, string, Uri?>? _dialog;
    private Func<TOptions, ConnectionClients, LoginCode, CancellationToken, Task<NewLogin>>? _redeem;

    internal ConnectorDescriptor(string id, string name)
        : base(id, name, typeof(TOptions))
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

    /// <summary>Names what publishes posts, and on which network.</summary>
    /// <param name="platform">As events name it.</param>
    public ConnectorDescriptor<TOptions> Publishes(string platform, Func<TOptions, ConnectionTools, IPostPublisher> make)
    {
        Platform = platform;
        return Makes(make);
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

    /// <summary>Names the dialog on which people log in with a browser, and what becomes of the code that it sends back.</summary>
    public ConnectorDescriptor<TOptions> LogsInWithBrowser(
        Func<TOptions, ConnectionClients, string, string, Uri?> dialog, Func<TOptions, ConnectionClients, LoginCode, CancellationToken, Task<NewLogin>> redeem)
    {
        _dialog = dialog;
        _redeem = redeem;
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
            ?? throw NobodyLogsIn(options);

    /// <inheritdoc/>
    internal override Uri? LoginDialog(IConnectorOptions options, ConnectionClients clients, string redirect, string state)
        => _dialog?.Invoke((TOptions)options, clients, redirect, state);

    /// <inheritdoc/>
    internal override Task<NewLogin> LogInAsync(IConnectorOptions options, ConnectionClients clients, LoginCode code, CancellationToken cancellation)
        => _redeem?.Invoke((TOptions)options, clients, code, cancellation) ?? throw NobodyLogsIn(options);

    /// <inheritdoc/>
    internal override Task<NewLogin?> RenewAsync(IConnectorOptions options, ConnectionClients clients, CancellationToken cancellation)
        => _renew?.Invoke((TOptions)options, clients, cancellation) ?? Task.FromResult<NewLogin?>(null);

    private ConnectorException NobodyLogsIn(IConnectorOptions options)
        => new(Name, CallFault.Permanent, $"nobody logs in to connection {options.Connection}: all that it needs is configured.");

    private InvalidOperationException Incomplete() => new($"The connector {Id} does not say how it is checked.");
}
