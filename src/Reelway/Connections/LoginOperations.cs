using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Audit;

namespace Reelway.Connections;

/// <summary>Logging in to connections, and out. New credentials let go on what has waited for them.</summary>
internal sealed class LoginOperations(ConnectionPool pool, ConnectionOperations desk, LoginStore logins, ConnectionStore store, FaultScopes scopes)
{
    /// <summary>Logs in with what a person has brought; null when there is no such connection.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    public async Task<LoginItem?> LogInAsync(string name, string secret, string actor, CancellationToken cancellation)
        => pool.Find(name) is { } connection
            ? await KeepAsync(name, await connection.LogInAsync(secret, cancellation), actor, "connection.logged-in", cancellation)
            : null;

    /// <summary>Logs in with what a secret of AWS Secrets Manager holds; null when there is no such connection.</summary>
    /// <exception cref="ConnectorException">It can't be read, or was refused.</exception>
    public async Task<LoginItem?> LogInFromSecretAsync(string name, string secret, string aws, string actor, CancellationToken cancellation)
    {
        if (pool.Find(name) is not { } connection)
        {
            return null;
        }

        var secrets = pool.Find<AwsSecrets>(aws)
            ?? throw new ConnectorException("Login", CallFault.Permanent, $"there is no connection {Frame.ShownText.Name(aws)} of the connector aws to read the secret by: set one, or name another one");
        return await KeepAsync(name, await connection.LogInAsync(await secrets.ReadAsync(secret, cancellation), cancellation), actor, "connection.logged-in", cancellation);
    }

    /// <summary>Logs in with what a browser has brought back; null when there is no such connection.</summary>
    /// <exception cref="ConnectorException">It was refused.</exception>
    public async Task<LoginItem?> LogInAsync(string name, LoginCode code, string actor, CancellationToken cancellation)
        => pool.Find(name) is { } connection
            ? await KeepAsync(name, await connection.LogInAsync(code, cancellation), actor, "connection.logged-in", cancellation)
            : null;

    /// <summary>The dialog on which a person grants access with a browser; null when there is no such connection.</summary>
    public LoginDialogItem? FindDialog(string name, string redirect, string state) => pool.Find(name) switch
    {
        null => null,
        { } connection when connection.LoginDialog(redirect, state) is { } address => new LoginDialogItem(address, Reason: null),
        { Connector.CanLogIn: true } => new LoginDialogItem(
            Address: null, $"Connection {name} has no app that a browser could log in to (app_id and app_secret), so a token is needed."),
        _ => new LoginDialogItem(Address: null, $"Nobody logs in to connection {name} with a browser."),
    };

    /// <summary>Keeps a login, and lets go on what waited for it.</summary>
    public async Task KeepUntestedAsync(string name, NewLogin login, string actor, string action, CancellationToken cancellation)
        => await scopes.LiftAsync(
            await ConnectionOperations.WaitingForCredentialsAsync(scopes, login.Scopes, cancellation),
            async session =>
            {
                await logins.KeepAsync(session, name, login.Secret);
                await AuditStore.RecordAsync(session, store.NowMs, actor, action, ConnectionOperations.Subject(name), $"It reaches {login.Summary}.");
            },
            cancellation);

    /// <summary>Keeps a login, lets go on what waited for it, and tests the connection with it.</summary>
    public async Task<LoginItem> KeepAsync(string name, NewLogin login, string actor, string action, CancellationToken cancellation)
    {
        await KeepUntestedAsync(name, login, actor, action, cancellation);
        var item = await desk.CheckAsync(name, actor, cancellation);
        return new LoginItem(item!, login.Summary, login.ExpiresAt, login.Warnings);
    }

    /// <summary>Forgets what a login has left behind; null when there is no such connection.</summary>
    public async Task<ConnectionItem?> LogOutAsync(string name, string actor, CancellationToken cancellation)
    {
        if (pool.Find(name) is null)
        {
            return null;
        }

        await store.WriteAsync(
            async session =>
            {
                if (await logins.ForgetAsync(session, name))
                {
                    await AuditStore.RecordAsync(session, store.NowMs, actor, "connection.logged-out", ConnectionOperations.Subject(name), "");
                }
            },
            cancellation);
        return await desk.FindAsync(name, cancellation);
    }
}

/// <summary>A login as the API and <c>--json</c> show it.</summary>
/// <param name="Reaches">What the credentials reach, in words.</param>
/// <param name="ExpiresAt">When a person must log in again unless it is renewed before; null when it has no end, or nobody tells.</param>
/// <param name="Warnings">What works but should be looked at.</param>
internal sealed record LoginItem(ConnectionItem Connection, string Reaches, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Warnings);
