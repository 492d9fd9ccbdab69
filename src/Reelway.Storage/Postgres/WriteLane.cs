namespace Reelway.Storage.Postgres;

/// <summary>
/// One transaction after the other. Each leaves its number in the lane's row, so that after a lost connection the database itself
/// says whether the last one was committed.
/// </summary>
internal sealed class WriteLane(string name)
{
    private long _last;

    public string Name { get; } = name;

    /// <summary>True when a transaction of it has begun: the table of the marks is there.</summary>
    public bool HasWritten { get; set; }

    public long Next() => ++_last;
}
