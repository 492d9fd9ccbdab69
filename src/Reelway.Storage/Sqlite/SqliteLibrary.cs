using SQLitePCL;

namespace Reelway.Storage.Sqlite;

/// <summary>The SQLite that comes with the program (docs/adr/0010).</summary>
internal static class SqliteLibrary
{
    /// <summary>Loads it, once per process, and says which version it is.</summary>
    /// <exception cref="StorageException">There is none for this machine.</exception>
    public static Version Load()
    {
        try
        {
            Batteries_V2.Init();
            return Version.Parse(raw.sqlite3_libversion().utf8_to_string());
        }
        catch (Exception missing) when (missing is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new StorageException(
                StorageFault.Unusable,
                "The SQLite library that comes with Reelway cannot be loaded on this machine. Use a supported platform (docs/dependencies.md), or PostgreSQL (storage.url).",
                missing);
        }
    }
}
