using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Storage;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Tests.Connections;

/// <summary>A database of a test's own, to which each of its processes has a handle of its own.</summary>
internal sealed class SharedStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IDatabase> _handles = [];
    private Contracts.Servers.PostgresDatabase? _space;

    /// <summary>One that is a file.</summary>
    public static Task<SharedStore> OnSqliteAsync() => Task.FromResult(new SharedStore());

    public static async Task<SharedStore> OnPostgresAsync(SharedServers servers, CancellationToken cancellation)
        => new() { _space = await (await servers.PostgresAsync(cancellation)).CreateDatabaseAsync(cancellation) };

    /// <summary>Another handle.</summary>
    public async Task<IDatabase> OpenAsync(TimeProvider clock, CancellationToken cancellation)
    {
        IDatabase handle = _space is null
            ? SqliteDatabase.Open(_folder["shared.db"], clock: clock)
            : await Storage.Postgres.PostgresDatabase.OpenAsync(PostgresUrl.TryParse(_space.Url, out _)!, clock, cancellation);
        _handles.Add(handle);
        return handle;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handle in _handles)
        {
            await handle.DisposeAsync();
        }

        if (_space is not null)
        {
            await _space.DisposeAsync();
        }

        _folder.Dispose();
    }
}
