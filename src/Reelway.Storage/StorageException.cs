namespace Reelway.Storage;

/// <summary>What is wrong with the database.</summary>
public enum StorageFault
{
    /// <summary>No room, or a device that fails now: the same write may succeed later.</summary>
    NoSpace,

    /// <summary>Another process holds the file.</summary>
    Locked,

    /// <summary>The database's server doesn't answer, or is shutting down or starting.</summary>
    Unreachable,

    /// <summary>Not a database, damaged, no permission, or a library that is missing.</summary>
    Unusable,

    /// <summary>Its schema is newer than this program, or was changed by hand.</summary>
    WrongSchema,
}

/// <summary>The database can't be used; the message says what and where, and what to do.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is wrong.</summary>
    public StorageFault Fault { get; } = fault;

    /// <summary>True when the same write may succeed later without anybody changing the program.</summary>
    public bool MayPass => Fault is StorageFault.NoSpace or StorageFault.Locked or StorageFault.Unreachable;
}
