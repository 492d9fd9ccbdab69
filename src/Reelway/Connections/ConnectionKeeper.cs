using Reelway.Connectors;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Tests connections that people log in to once a day, and renews their logins before they end; by one process at a time.</summary>
internal sealed class ConnectionKeeper(
    ConnectionPool pool, ConnectionOperations desk, LoginOperations loginOperations, LoginStore logins, ConnectionStore store, TimeProvider clock, ILogger<ConnectionKeeper> log) : BackgroundService
{
    /// <summary>Who the audit log names.</summary>
    internal const string Actor = "daily check";

    /// <summary>A process that starts has other things to do first, and one that is restarted again and again must not ask each time.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);
    private static readonly TimeSpan TestEvery = TimeSpan.FromDays(1);

    // Longer than all calls of a renewal may take together; after it the process that took it is dead.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Looks at the connections that are due.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var name in pool.Names.Where(name => pool.Find(name)!.Connector.CanLogIn))
        {
            try
            {
                await LookAsync(name, cancellation);
            }
            catch (StorageException problem)
            {
                log.NotLookedAt(name, problem.Message);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstLook, clock, stoppingToken);
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(BetweenLooks, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process; what was begun is taken up by the next one.
        }
    }

    private async Task LookAsync(string name, CancellationToken cancellation)
    {
        var renewer = Guid.NewGuid().ToString("N");
        if (!await IsDueAsync(name, cancellation) || !await logins.TryTakeAsync(name, renewer, Lease, cancellation))
        {
            return;
        }

        try
        {
            // Another process may have done it between the look and the lease.
            if (await IsDueAsync(name, cancellation))
            {
                await RenewAsync(name, renewer, cancellation);
                if (await desk.CheckAsync(name, Actor, cancellation) is { Check.Problem: { } problem })
                {
                    log.NeedsSomebody(name, problem);
                }
            }
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
            if (await pool.Find(name)!.RenewAsync(cancellation) is { } login && await loginOperations.KeepRenewedAsync(name, login, renewer, Actor, cancellation))
            {
                log.LoginRenewed(name, login.Summary);
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
