namespace Reelway.Connectors;

/// <summary>What the calls of one connection have in common.</summary>
/// <param name="Connector">The outside system as people call it.</param>
/// <param name="Redactor">Knows the connection's secrets.</param>
/// <param name="FaultOf">The fault that an answer stands for; null when the call succeeded.</param>
internal sealed record HttpCallRules(string Connector, Redactor Redactor, Func<HttpAnswer, ConnectorException?> FaultOf)
{
    /// <summary>Name of the connection, whose health is told by its calls.</summary>
    public string? Connection { get; init; }

    /// <summary>Longest answer that is read, in bytes. Default 4 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How often a read is sent in all before its transient fault is let out. Default 3.</summary>
    public int ReadAttempts { get; init; } = 3;

    /// <summary>Upper bound of the wait before the first repetition of a read; doubles with each. Default 200 ms.</summary>
    public TimeSpan ReadRetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
