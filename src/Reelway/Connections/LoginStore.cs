using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Reelway.Connectors;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>What logins have left behind: sealed, in the systems' database, changed by one process at a time.</summary>
internal sealed class LoginStore(IDatabase database, IDataProtectionProvider protection)
{
    private const string Purpose = "Reelway.Connections.Login";

    /// <summary>What the login to a connection has left behind; null when nobody has logged in.</summary>
    /// <exception cref="ConnectorException">It can't be read; the sentence says what to do.</exception>
    public async Task<KeptLogin?> FindAsync(string name, CancellationToken cancellation)
    {
        Row? row;
        try
        {
            row = await database.ReadAsync(
                session => session.FindAsync<Row>("SELECT sealed, version FROM connection_credential WHERE name = @name", new { name }), cancellation);
        }
        catch (StorageException problem)
        {
            throw new ConnectorException("Login", CallFault.Transient, $"that of connection {name} could not be read from the database: {problem.Message}", problem);
        }

        return row is { Sealed: { } text } ? new KeptLogin(Open(name, text), row.Version) : null;
    }

    /// <summary>True when somebody has logged in, whether or not it can be unsealed here.</summary>
    public Task<bool> HasAsync(string name, CancellationToken cancellation) => database.ReadAsync(
        async session => await session.FindAsync<long>("SELECT COUNT(*) FROM connection_credential WHERE name = @name AND sealed IS NOT NULL", new { name }) > 0, cancellation);

    /// <summary>Keeps a login in place of the one there is.</summary>
    public Task KeepAsync(IDbSession session, string name, string secret) => session.ExecuteAsync(
        """
        INSERT INTO connection_credential(name, sealed, changed_ms, version) VALUES(@name, @box, @now, 1)
        ON CONFLICT(name) DO UPDATE SET
          sealed = excluded.sealed, changed_ms = excluded.changed_ms, version = connection_credential.version + 1, renewer = NULL, renewing_until_ms = NULL
        """,
        new { name, box = Protector(name).Protect(secret), now = database.NowMs });

    /// <summary>Keeps a renewed login, unless a person has logged in meanwhile or somebody else has taken over.</summary>
    /// <returns>True when it is kept.</returns>
    public async Task<bool> KeepRenewedAsync(IDbSession session, string name, string secret, string renewer)
        => await session.ExecuteAsync(
            """
            UPDATE connection_credential SET sealed = @box, changed_ms = @now, version = version + 1, renewer = NULL, renewing_until_ms = NULL
            WHERE name = @name AND renewer = @renewer
            """,
            new { name, box = Protector(name).Protect(secret), now = database.NowMs, renewer }) == 1;

    /// <summary>Forgets a login; false when there was none.</summary>
    /// <remarks>The row stays, since its version must go on growing.</remarks>
    public async Task<bool> ForgetAsync(IDbSession session, string name)
        => await session.ExecuteAsync(
            """
            UPDATE connection_credential SET sealed = NULL, changed_ms = @now, version = version + 1, renewer = NULL, renewing_until_ms = NULL
            WHERE name = @name AND sealed IS NOT NULL
            """,
            new { name, now = database.NowMs }) == 1;

    /// <summary>Takes the right to renew the login; false when another process has it.</summary>
    /// <param name="renewer">Names this attempt.</param>
    /// <param name="lease">After so long somebody else may take it: this process is taken for dead.</param>
    public Task<bool> TryTakeAsync(string name, string renewer, TimeSpan lease, CancellationToken cancellation)
        => database.WriteAsync(
            async session => await session.ExecuteAsync(
                """
                INSERT INTO connection_credential(name, changed_ms, version, renewer, renewing_until_ms) VALUES(@name, @now, 0, @renewer, @until)
                ON CONFLICT(name) DO UPDATE SET renewer = excluded.renewer, renewing_until_ms = excluded.renewing_until_ms
                WHERE connection_credential.renewing_until_ms IS NULL OR connection_credential.renewing_until_ms <= @now
                """,
                new { name, now = database.NowMs, renewer, until = database.NowMs + (long)lease.TotalMilliseconds }) == 1,
            cancellation);

    /// <summary>Gives the right to renew back, when this attempt still has it.</summary>
    public Task GiveBackAsync(string name, string renewer, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE connection_credential SET renewer = NULL, renewing_until_ms = NULL WHERE name = @name AND renewer = @renewer", new { name, renewer }),
            cancellation);

    private string Open(string name, string text)
    {
        try
        {
            return Protector(name).Unprotect(text);
        }
        catch (CryptographicException problem)
        {
            throw new ConnectorException(
                "Login", CallFault.Auth,
                $"that of connection {name} can't be opened with the keys of this process; give all machines the same secrets.key_file, or log in again", problem)
            {
                Scope = ConnectionScope.Of(name),
                Remedy = new Remedy(RemedyAction.LogIn, name),
            };
        }
    }

    // Sealed for its connection: copied to another row it can't be opened.
    private IDataProtector Protector(string name) => protection.CreateProtector(Purpose, name);

    private sealed record Row(string? Sealed, long Version);
}
