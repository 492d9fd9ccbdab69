namespace Reelway.Contracts.Servers;

/// <summary>What a test may want of its PostgreSQL.</summary>
public sealed record PostgresOptions
{
    /// <summary>True when commits shall reach the disk, as in production: for measurements. Off, a crash of the machine could lose them; one of the server cannot.</summary>
    public bool Durable { get; init; }

    public int MaxConnections { get; init; } = 200;

    /// <summary>More settings, by PostgreSQL's names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
