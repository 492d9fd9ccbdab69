namespace Reelway.Contracts.Servers;

/// <summary>How a server is started.</summary>
/// <param name="Program">Full path.</param>
/// <param name="Arguments">As the program gets them.</param>
/// <param name="Log">File in the server's folder that takes what it says.</param>
internal sealed record ServerStart(string Program, IEnumerable<string> Arguments, string Log)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Signal it gets at once when the test process dies, and when it is disposed of.</summary>
    public required ServerSignal DeathSignal { get; init; }

    /// <summary>It runs as the user of the tests, instead of one without privileges.</summary>
    public bool KeepsUser { get; init; }
}
