namespace Reelway.Storage.Sqlite;

/// <summary>What a commit waits for.</summary>
public enum SqliteDurability
{
    /// <summary>The disk: what was acknowledged survives a power failure.</summary>
    Full,

    /// <summary>The operating system: survives the end of the process; a power failure may take the last commits.</summary>
    Normal,
}
