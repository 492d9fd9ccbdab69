namespace Reelway.Storage;

/// <summary>The SQL that a database speaks.</summary>
public enum SqlDialect
{
    /// <summary>SQLite 3.37 or newer, one file, one process at a time.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer, shared by many processes.</summary>
    Postgres,
}
