using System.Collections.Concurrent;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Audit;

namespace Reelway.Connections;

/// <summary>Renews logins: one caller for all that meet the same refused credentials, in all processes, and never twice from the same login.</summary>
internal sealed class LoginRenewal(LoginStore logins, ConnectionStore store, FaultScopes scopes, TimeProvider clock, ILogger<LoginRenewal> log)
{
    /// <summary>Who the audit log names.</summary>
    internal const string Actor = "renewal";

    /// <summary>Longer than all calls of a renewal may take together; after it the process that took it is dead.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    // Another process has the lease for seconds; a step that waits for it keeps its place.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <inheritdoc cref="ConnectionTools.Renew"/>
    public async Task<KeptLogin?> RenewAsync(string name, long seen, Func<CancellationToken, Task<NewLogin>> renew, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(name, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience; await Task.Delay(BetweenLooks, clock, cancellation))
            {
                if (await NewerAsync(name, seen, cancellation) is { } newer)
                {
                    return newer;
                }

                if (await WaitsForPersonAsync(name, cancellation))
                {
                    return null;
                }

                var renewer = Guid.NewGuid().ToString("N");
                if (await logins.TryTakeAsync(name, renewer, Lease, cancellation))
                {
                    return await RenewOnceAsync(name, seen, renewer, renew, cancellation);
                }
            }

            throw new ConnectorException("Login", CallFault.Transient, $"that of connection {name} is being renewed by another process; it is tried again");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Keeps a renewed login, and lets go on what waited for it; false when a person has logged in meanwhile, or another process has taken over.</summary>
    public async Task<bool> KeepAsync(string name, NewLogin login, string renewer, string actor, CancellationToken cancellation)
    {
        var isKept = false;
        await scopes.LiftAsync(
            await ConnectionOperations.WaitingForCredentialsAsync(scopes, login.Scopes, cancellation),
            async session =>
            {
                isKept = await logins.KeepRenewedAsync(session, name, login.Secret, renewer);
                if (isKept)
                {
                    await AuditStore.RecordAsync(session, store.NowMs, actor, "connection.renewed", ConnectionOperations.Subject(name), $"It reaches {login.Summary}.");
                }
            },
            cancellation);
        if (isKept)
        {
            log.LoginRenewed(name, login.Summary);
        }

        return isKept;
    }

    private async Task<KeptLogin?> RenewOnceAsync(
        string name, long seen, string renewer, Func<CancellationToken, Task<NewLogin>> renew, CancellationToken cancellation)
    {
        try
        {
            // Another process may have done it, or been refused, between the look and the lease.
            if (await NewerAsync(name, seen, cancellation) is null && !await WaitsForPersonAsync(name, cancellation))
            {
                await KeepAsync(name, await renew(cancellation), renewer, Actor, cancellation);
            }

            return await NewerAsync(name, seen, cancellation);
        }
        catch (ConnectorException refused) when (refused.Kind == CallFault.Auth)
        {
            // While the lease is held: who comes next sees that a person is asked.
            await scopes.HoldAsync(ConnectionScope.Of(name), refused.Words(), static _ => Task.CompletedTask, CancellationToken.None);
            throw;
        }
        finally
        {
            await logins.GiveBackAsync(name, renewer, CancellationToken.None);
        }
    }

    /// <summary>True when a person has been asked already: the system need not refuse it again.</summary>
    private async Task<bool> WaitsForPersonAsync(string name, CancellationToken cancellation)
        => (await ConnectionOperations.WaitingForCredentialsAsync(scopes, [ConnectionScope.Of(name)], cancellation)).Count > 0;

    private async Task<KeptLogin?> NewerAsync(string name, long seen, CancellationToken cancellation)
        => await logins.FindAsync(name, cancellation) is { } kept && kept.Version != seen ? kept : null;
}
