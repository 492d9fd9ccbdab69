using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;

namespace Reelway.Hosting.Doctor;

/// <summary>Makes one harmless call per connection: whether it answers, as whom, with which permissions, and until when.</summary>
internal static class ConnectionChecks
{
    // Somebody waits at a terminal; a system that takes longer is named as what holds it up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>All connections at once.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        // Settings that can't be used are told by the check of the configuration.
        if (!settings.IsUsable)
        {
            return [];
        }

        if (settings.Connections.Count == 0)
        {
            return [Finding.Warn("connections", "None is configured, so nothing can be published or mailed.", "Set connections.NAME.connector in the configuration.")];
        }

        using var http = new ConnectorHttp(clock, NullLoggerFactory.Instance);
        await using var logins = await StoredLogins.OpenAsync(settings, clock, cancellation);
        using var pool = new ConnectionPool(settings.Connections, http, NullLoggerFactory.Instance, clock, logins?.Store);
        return await Task.WhenAll(pool.Names.Select(name => LookAsync(name, pool.Find(name)!, clock, cancellation)));
    }

    private static async Task<Finding> LookAsync(string name, ConnectionClients connection, TimeProvider clock, CancellationToken cancellation)
    {
        var what = $"connection {name}";
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return Judge(what, name, await connection.CheckAsync(either.Token), clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Fail(what, $"{connection.Connector.Name} did not answer within {Patience.TotalSeconds:0} s.", "Check its address, and the way to it from this machine.");
        }
    }

    /// <summary>What a check means for somebody who wants to start working.</summary>
    internal static Finding Judge(string what, string name, ConnectionCheck check, DateTimeOffset now)
    {
        if (check.Trouble() is { } problem)
        {
            return Finding.Fail(what, problem, $"Then look again: {ShellCommand.Reelway("connections check", name)}");
        }

        var detail = $"{check.Identity ?? "answers"}; {check.Latency.TotalMilliseconds:0} ms";
        if (check.ExpiresAt is { } end && end - now < ConnectionState.ExpiryWarning)
        {
            return Finding.Warn(what, $"Its credentials end at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC.", "Give it new ones before.");
        }

        return check.Warnings.Count > 0
            ? Finding.Warn(what, detail, string.Join(" ", check.Warnings))
            : Finding.Ok(what, check.ExpiresAt is { } expires ? $"{detail}; credentials end at {expires.UtcDateTime:yyyy-MM-dd}" : detail);
    }
}
