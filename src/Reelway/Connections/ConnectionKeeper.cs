using Reelway.Connectors;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Tests connections that people log in to once a day, and renews their logins before they end; by one process at a time.</summary>
internal sealed class ConnectionKeeper(
    ConnectionPool pool, ConnectionOperations desk, LoginRenewal renewal, LoginStore logins, ConnectionStore store, ILogger<ConnectionKeeper> log)
{
    /// <summary>Who the audit log names.</summary>
    internal const string Actor = "daily check";

    private static readonly TimeSpan TestEvery = TimeSpan.FromDays(1);

    /// <summary>Looks at the connections that are due, and answers with their names.</summary>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancellation)
    {
        var looked = new List<string>();
        foreach (var name in pool.Names.Where(name => pool.Find(name)!.Connector.CanLogIn))
        {
            try
            {
                if (await LookAsync(name, cancellation))
                {
                    looked.Add(name);
                }
            }
            catch (StorageException problem)
            {
                log.NotLookedAt(name, problem.Message);
            }
        }

        return looked;
    }

    private async Task<bool> LookAsync(string name, CancellationToken cancellation)
    {
        var renewer = Guid.NewGuid().ToString("N");
        if (!await IsDueAsync(name, cancellation) || !await logins.TryTakeAsync(name, renewer, LoginRenewal.Lease, cancellation))
        {
            return false;
        }

        try
        {
            // Another process may have done it between the look and the lease.
            var isDue = await IsDueAsync(name, cancellation);
            if (isDue)
            {
                await RenewAsync(name, renewer, cancellation);
                if (await desk.CheckAsync(name, Actor, cancellation) is { Check.Problem: { } problem })
                {
                    log.NeedsSomebody(name, problem);
                }
            }

            return isDue;
        }
        finally
        {
            await logins.GiveBackAsync(name, renewer, CancellationToken.None);
        }
    }

    private async Task RenewAsync(string name, string renewer, CancellationToken cancellation)
    {
        try
        {
            if (await pool.Find(name)!.RenewAsync(cancellation) is { } login)
            {
                await renewal.KeepAsync(name, login, renewer, Actor, cancellation);
            }
        }
        catch (ConnectorException fault)
        {
            // The test that follows says what a person is to do; a fault that passes is tried again tomorrow, a month before the end.
            log.LoginNotRenewed(name, fault.Message);
        }
    }

    private async Task<bool> IsDueAsync(string name, CancellationToken cancellation)
        => (await store.FindAsync(name, cancellation)).Finding is not { } last
            || DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs) - last.At >= TestEvery;
}
