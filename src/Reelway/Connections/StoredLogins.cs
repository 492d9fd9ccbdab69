using Microsoft.AspNetCore.DataProtection;
using Reelway.Frame.Configuration;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Connections;

/// <summary>What logins have left behind in the store, for a look from outside of a server; the store is left as it is.</summary>
internal sealed class StoredLogins : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly ServiceProvider _services;

    private StoredLogins(IDatabase database, ServiceProvider services)
    {
        _database = database;
        _services = services;
        Store = new LoginStore(database, services.GetRequiredService<IDataProtectionProvider>());
    }

    /// <summary>The logins.</summary>
    public LoginStore Store { get; }

    /// <summary>Opens the store; null when there is none yet, or it waits for its next start. What is wrong with it is told by its own check.</summary>
    public static async Task<StoredLogins?> OpenAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        var storage = settings.Get<StorageOptions>();
        if (!storage.IsUsable || (storage.Shared is null && !File.Exists(storage.SqliteFile(settings.Get<DataOptions>().Directory))))
        {
            return null;
        }

        IDatabase? database = null;
        try
        {
            database = await AppFoundation.OpenAsync(settings, clock, cancellation);
            if (await Migrator.HasAllAsync(database, [ProtectionKeyStore.Migrations, ConnectionStore.Migrations], cancellation))
            {
                var services = new ServiceCollection();
                (await KeyRing.OpenAsync(new AppFoundation(settings, null, database, TextWriter.Null, clock), cancellation)).Register(services);
                var opened = new StoredLogins(database, services.BuildServiceProvider());
                database = null;
                return opened;
            }
        }
        catch (Exception problem) when (problem is StorageException or KeyFileException)
        {
            // The lines about the store and the keys say so; connections are then looked at with what is configured.
            return null;
        }
        finally
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
