using Reelway.Hosting.Configuration;
using Reelway.Storage;

namespace Reelway.Hosting.Server;

/// <summary>What exists before the application does, and outlives it.</summary>
/// <param name="Data">The right to the data directory.</param>
/// <param name="Database">Open and migrated.</param>
/// <param name="Log">Where log lines go.</param>
internal sealed record AppFoundation(Settings Settings, DataLock Data, IDatabase Database, TextWriter Log, TimeProvider Clock) : IAsyncDisposable
{
    /// <summary>Opens and migrates the database. From here on the lock belongs to the result, or is given back.</summary>
    public static async Task<AppFoundation> LayAsync(
        Settings settings, DataLock data, IReadOnlyList<MigrationSet> migrations, TextWriter log, TimeProvider clock, CancellationToken cancellation)
    {
        Storage.Sqlite.SqliteDatabase? database = null;
        try
        {
            database = Storage.Sqlite.SqliteDatabase.Open(settings.Get<StorageOptions>().SqliteFile(data.Directory), clock: clock);
            await Storage.Migrations.Migrator.ApplyAsync(database, migrations, clock, cancellation);
            return new AppFoundation(settings, data, database, log, clock);
        }
        catch
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }

            data.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Data.Dispose();
    }
}
