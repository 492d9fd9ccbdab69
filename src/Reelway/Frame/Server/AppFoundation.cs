using Reelway.Frame.Configuration;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Postgres;
using Reelway.Storage.Sqlite;

namespace Reelway.Frame.Server;

/// <summary>What exists before the application does, and outlives it.</summary>
/// <param name="Hold">The right to the data directory; null when this process needs none, because the database is shared and it is no server.</param>
/// <param name="Database">Open and migrated.</param>
/// <param name="Log">Where log lines go.</param>
internal sealed record AppFoundation(Settings Settings, DataLock? Hold, IDatabase Database, TextWriter Log, TimeProvider Clock) : IAsyncDisposable
{
    /// <summary>The data directory.</summary>
    public string Directory => Settings.Get<DataOptions>().Directory;

    /// <summary>Opens and migrates the database. From here on the lock belongs to the result, or is given back.</summary>
    public static async Task<AppFoundation> LayAsync(
        Settings settings, DataLock? hold, IReadOnlyList<MigrationSet> migrations, TextWriter log, TimeProvider clock, CancellationToken cancellation)
    {
        IDatabase? database = null;
        try
        {
            PrivateFolder.Create(settings.Get<DataOptions>().Directory);
            database = await OpenAsync(settings, clock, cancellation);
            await Migrator.ApplyAsync(database, migrations, clock, cancellation);
            return new AppFoundation(settings, hold, database, log, clock);
        }
        catch
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }

            hold?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the configured database as it is. A shared one has a clock of its own.</summary>
    public static async Task<IDatabase> OpenAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var storage = settings.Get<StorageOptions>();
        return storage.Shared is { } url
            ? await PostgresDatabase.OpenAsync(url, clock: null, cancellation)
            : SqliteDatabase.Open(storage.SqliteFile(settings.Get<DataOptions>().Directory), clock: clock);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Hold?.Dispose();
    }
}
