using Reelway.Contracts.Servers;
using Reelway.Storage;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Bench;

/// <summary>A place for databases that wait for the disk at each commit, as in production.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reelway-bench-");
    private readonly List<IAsyncDisposable> _open = [];
    private PostgresServer? _server;

    private BenchStore()
    {
    }

    public string Folder => _folder.FullName;

    /// <summary>Prepares; for PostgreSQL a server of its own, which is stopped at the end.</summary>
    /// <param name="kind"><c>sqlite</c> or <c>postgres</c>.</param>
    public static async Task<BenchStore> PrepareAsync(string kind, CancellationToken cancellation)
    {
        var store = new BenchStore();
        if (kind == "postgres")
        {
            store._server = await PostgresServer.StartAsync(new PostgresOptions { Durable = true }, cancellation);
        }

        return store;
    }

    /// <summary>Where the database is that was opened last; null when it is a file.</summary>
    public PostgresUrl? Url { get; private set; }

    /// <summary>An empty database.</summary>
    public async Task<IDatabase> OpenAsync(string name, CancellationToken cancellation)
    {
        IDatabase database;
        if (_server is null)
        {
            database = SqliteDatabase.Open(Path.Combine(Folder, name + ".db"));
        }
        else
        {
            var made = await _server.CreateDatabaseAsync(cancellation);
            _open.Add(made);
            Url = PostgresUrl.TryParse(made.Url, out _)!;
            database = await Storage.Postgres.PostgresDatabase.OpenAsync(Url, clock: null, cancellation);
        }

        _open.Add(database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            await _open[i].DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
