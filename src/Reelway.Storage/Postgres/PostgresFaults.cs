using System.Net.Sockets;
using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>Npgsql's failures as faults. Codes: the appendix on error codes of PostgreSQL's manual.</summary>
internal static class PostgresFaults
{
    /// <summary>The fault of a failed call, or null when it is the caller's own mistake (a constraint, wrong SQL).</summary>
    /// <param name="where">Host, port and database; never the password.</param>
    public static StorageException? Of(Exception failure, string where) => failure switch
    {
        StorageException fault => fault,
        CommitException => Of(failure.InnerException!, where),
        PostgresException server => Of(server, where),
        NpgsqlException or SocketException or IOException or TimeoutException => new(
            StorageFault.Unreachable, $"The database {where} can't be reached: {failure.GetBaseException().Message} Check that it runs and that this machine may connect.", failure),
        _ => null,
    };

    /// <summary>True when two transactions got into each other's way, so that the same one succeeds when repeated.</summary>
    public static bool IsCollision(Exception failure)
        => failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    private static StorageException? Of(PostgresException failure, string where) => failure.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
            StorageFault.Unusable, $"The database {where} refuses the user or password. Correct storage.url.", failure),
        PostgresErrorCodes.InvalidCatalogName => new(
            StorageFault.Unusable, $"The database {where} doesn't exist. Create it (createdb), or correct storage.url.", failure),
        PostgresErrorCodes.InsufficientPrivilege => new(
            StorageFault.Unusable, $"The user of storage.url may not do this in {where}: {failure.MessageText}. Grant it, or make the user the database's owner.", failure),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => new(
            StorageFault.NoSpace, $"The database server of {where} has no room left. Free some space; nothing accepted is lost.", failure),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => new(
            StorageFault.Unreachable, $"The database {where} takes no connections now: {failure.MessageText}.", failure),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(
            StorageFault.Unreachable, $"The database {where} is a standby and can't be written. Name the primary in storage.url.", failure),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => new(
            StorageFault.Locked, $"Another session holds what is needed in {where} for too long: {failure.MessageText}.", failure),
        _ => null,
    };
}
