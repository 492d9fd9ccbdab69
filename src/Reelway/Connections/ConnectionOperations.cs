using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Audit;

namespace Reelway.Connections;

/// <summary>What people do with connections: look at them, check them, pause them and let them go on. All of it lands in the audit log.</summary>
internal sealed class ConnectionOperations(ConnectionPool pool, ConnectionStore store, FaultScopes scopes)
{
    /// <summary>All configured connections, in the order of the configuration.</summary>
    public async Task<IReadOnlyList<ConnectionItem>> ListAsync(CancellationToken cancellation)
    {
        var known = await store.ListAsync(cancellation);
        var held = await scopes.ListAsync(cancellation);
        return [.. pool.Names.Select(name => Item(name, known.GetValueOrDefault(name) ?? new ConnectionState { Name = name }, held))];
    }

    /// <summary>A connection; null when there is none of that name.</summary>
    public async Task<ConnectionItem?> FindAsync(string name, CancellationToken cancellation)
        => pool.Find(name) is null ? null : Item(name, await store.FindAsync(name, cancellation), await scopes.ListAsync(cancellation));

    /// <summary>Makes the harmless call; null when there is no such connection.</summary>
    /// <remarks>One that works ends what its refused credentials have held up, so that a warning does not outlive its cause.</remarks>
    public async Task<ConnectionItem?> CheckAsync(string name, string actor, CancellationToken cancellation)
    {
        if (pool.Find(name) is not { } clients)
        {
            return null;
        }

        var check = await clients.CheckAsync(cancellation);
        var finding = ConnectionFinding.From(check, DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs));
        await scopes.LiftAsync(
            await ScopesToLiftAsync(name, check, cancellation),
            async session =>
            {
                await ConnectionStore.NoteFindingAsync(session, name, finding);
                await AuditStore.RecordAsync(session, store.NowMs, actor, "connection.checked", Subject(name), finding.Problem ?? "It works.");
            },
            cancellation);
        foreach (var (scope, fault) in check.RefusedScopes)
        {
            await scopes.HoldAsync(scope, fault.Words(), static _ => Task.CompletedTask, cancellation);
        }

        return await FindAsync(name, cancellation);
    }

    /// <summary>Lets no step begin that needs the connection, until it is resumed; null when there is no such connection.</summary>
    public async Task<ConnectionItem?> PauseAsync(string name, string actor, CancellationToken cancellation)
    {
        if (pool.Find(name) is null)
        {
            return null;
        }

        await scopes.HoldAsync(
            ConnectionScope.Pause(name), $"Connection {name} is paused ({actor}); resume it to let its runs go on.",
            async session =>
            {
                await ConnectionStore.NotePauseAsync(session, name, new ConnectionPause(DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs), actor));
                await AuditStore.RecordAsync(session, store.NowMs, actor, "connection.paused", Subject(name), "");
            },
            cancellation);
        return await FindAsync(name, cancellation);
    }

    /// <summary>Ends a pause; the runs that it held up go on. Null when there is no such connection.</summary>
    public async Task<ConnectionItem?> ResumeAsync(string name, string actor, CancellationToken cancellation)
    {
        if (pool.Find(name) is null)
        {
            return null;
        }

        await scopes.LiftAsync(
            [ConnectionScope.Pause(name)],
            async session =>
            {
                await ConnectionStore.NotePauseAsync(session, name, pause: null);
                await AuditStore.RecordAsync(session, store.NowMs, actor, "connection.resumed", Subject(name), "");
            },
            cancellation);
        return await FindAsync(name, cancellation);
    }

    /// <summary>What the audit log calls a connection.</summary>
    public static string Subject(string name) => $"connection/{name}";

    /// <summary>What waits for a person to give new credentials; a wait that Facebook or another system has asked for goes on.</summary>
    public static async Task<IReadOnlyList<string>> WaitingForCredentialsAsync(FaultScopes scopes, IEnumerable<string> scopesThatWork, CancellationToken cancellation)
        => [.. (await scopes.ListAsync(cancellation)).Where(held => held.Until is null).Select(held => held.Scope).Intersect(scopesThatWork)];

    private Task<IReadOnlyList<string>> ScopesToLiftAsync(string name, ConnectionCheck check, CancellationToken cancellation)
        => WaitingForCredentialsAsync(scopes, check.Problem is null ? [ConnectionScope.Of(name), .. check.WorkingScopes] : check.WorkingScopes, cancellation);

    private ConnectionItem Item(string name, ConnectionState state, IReadOnlyList<HeldScope> held)
    {
        var connector = pool.Find(name)!.Connector;
        var refused = held.FirstOrDefault(one => one.Scope == ConnectionScope.Of(name));
        return ConnectionItem.From(connector, state, refused?.Sentence, DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs));
    }
}
