using Microsoft.Data.Sqlite;

namespace Reelway.Storage.Sqlite;

/// <summary>SQLite's result codes as faults. Codes: sqlite.org/rescode.html.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;

    /// <summary>The fault of a failed call, or null when it is the caller's own mistake (a constraint, wrong SQL).</summary>
    public static StorageException? Of(SqliteException failure, string path) => failure.SqliteErrorCode switch
    {
        Full => new(StorageFault.NoSpace, $"There is no room left for the database {path}. Free some space; nothing accepted is lost.", failure),
        IoError => new(StorageFault.NoSpace, $"The disk refuses to write the database {path} (code {failure.SqliteExtendedErrorCode}). Check for space and a failing disk.", failure),
        Busy or Locked => new(StorageFault.Locked, $"Another process holds the database {path}.", failure),
        NotADatabase => new(StorageFault.Unusable, $"{path} is not a SQLite database. Name another file in storage.url, or move this one away.", failure),
        Corrupt => new(StorageFault.Unusable, $"The database {path} is damaged. Stop the server and restore a backup.", failure),
        CantOpen or ReadOnly => new(StorageFault.Unusable, $"The database {path} can't be opened for writing. Check that its folder exists and belongs to this user.", failure),
        _ => null,
    };
}
