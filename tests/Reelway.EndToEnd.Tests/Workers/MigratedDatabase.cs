using Reelway.Contracts;
using Reelway.Contracts.Servers;

namespace Reelway.EndToEnd.Tests.Workers;

/// <summary>A database that <c>reelway migrate</c> has made once, copied for each test of a class.</summary>
public sealed class MigratedDatabase(SharedServers servers) : IAsyncDisposable
{
    private PostgresDatabase? _database;

    /// <summary>A copy for a test. Tests of a class do not run at once.</summary>
    internal async Task<PostgresDatabase> CopyAsync(CancellationToken cancellation)
    {
        var server = await servers.PostgresAsync(cancellation);
        return await server.CreateDatabaseAsync(cancellation, _database ??= await MakeAsync(server, cancellation));
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<PostgresDatabase> MakeAsync(PostgresServer server, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var database = await server.CreateDatabaseAsync(cancellation);
        await File.WriteAllTextAsync(folder["reelway.yaml"], $$"""
            data: { directory: data }
            storage: { url: "{{database.Url}}" }

            """, cancellation);
        await using var migrating = WorkerProcess.Start(new Dictionary<string, string>(), "migrate", "--config", folder["reelway.yaml"]);
        await migrating.EndAsync();
        Assert.True(migrating.ExitCode == 0, migrating.Said);
        return database;
    }
}
