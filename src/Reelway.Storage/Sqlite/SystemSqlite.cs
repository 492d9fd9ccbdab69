using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Reelway.Storage.Sqlite;

/// <summary>Binds the managed provider to the operating system's SQLite, which gets its security fixes (docs/adr/0002).</summary>
internal static class SystemSqlite
{
    private static readonly Lock Gate = new();
    private static bool _bound;

    /// <summary>Oldest version that has everything we use: STRICT tables came with 3.37, RETURNING with 3.35.</summary>
    public static Version OldestVersion { get; } = new(3, 37, 0);

    /// <summary>Binds once per process.</summary>
    /// <exception cref="StorageException">The library is missing or too old.</exception>
    public static Version Bind()
    {
        lock (Gate)
        {
            try
            {
                if (!_bound)
                {
                    NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
                    _bound = true;
                }

                return BindProvider();
            }
            catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException)
            {
                throw new StorageException(
                    StorageFault.Unusable, $"The system's SQLite library ({LibraryName()}) was not found. Install it (Debian, Ubuntu: apt-get install libsqlite3-0).", missing);
            }
        }
    }

    // Apart, so that the provider's types are touched only after the resolver is set.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Version BindProvider()
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return Version.Parse(raw.sqlite3_libversion().utf8_to_string());
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
        => library == "e_sqlite3" && NativeLibrary.TryLoad(LibraryName(), assembly, path, out var handle) ? handle : 0;

    private static string LibraryName()
        => OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
}
