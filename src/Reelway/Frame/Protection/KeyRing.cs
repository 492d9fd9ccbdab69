using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;

namespace Reelway.Frame.Protection;

/// <summary>Where the keys lie that protect cookies, cursors and secrets at rest.</summary>
/// <param name="Scope">Names this place: processes that have it in common read what the others have protected.</param>
internal sealed record KeyRing(string Scope, Action<IDataProtectionBuilder> Persist)
{
    private const string ApplicationName = "reelway";

    /// <summary>Where keys lie that are files.</summary>
    public static string FolderIn(string dataDirectory) => Path.Combine(dataDirectory, "keys");

    /// <summary>Keys as files in a folder of this user alone.</summary>
    public static KeyRing InFolder(string folder)
    {
        PrivateFolder.Create(folder);
        return new(folder, builder => builder.PersistKeysToFileSystem(new DirectoryInfo(folder)));
    }

    /// <summary>With a key file in the database, for all who share it; otherwise in the data directory.</summary>
    /// <exception cref="KeyFileException">The file can't be used, is not the one that the others have, or is needed and not set.</exception>
    public static async Task<KeyRing> OpenAsync(AppFoundation foundation, CancellationToken cancellation)
    {
        if (foundation.Settings.Get<SecretsOptions>().KeyFile is { Length: > 0 } path)
        {
            var store = new ProtectionKeyStore(foundation.Database, KeyFile.Read(path));
            await store.JoinAsync(cancellation);
            return new(Place(foundation), builder => builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = store));
        }

        if (await ProtectionKeyStore.GuardAsync(foundation.Database, cancellation) is { } guard)
        {
            throw new KeyFileException(
                $"secrets.key_file is not set, but the keys of this installation lie in the database, sealed with key {guard}; set it to a copy of the other machines' file.");
        }

        return InFolder(FolderIn(foundation.Directory));
    }

    /// <summary>Registers what protects and reads.</summary>
    public void Register(IServiceCollection services) => Persist(services.AddDataProtection().SetApplicationName(ApplicationName));

    private static string Place(AppFoundation foundation)
    {
        var storage = foundation.Settings.Get<StorageOptions>();
        return storage.Shared?.Where ?? storage.SqliteFile(foundation.Directory);
    }
}
