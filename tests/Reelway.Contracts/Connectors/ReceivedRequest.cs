namespace Reelway.Contracts.Connectors;

/// <summary>A request as it came in over the socket.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Body">Its beginning, 64 KiB at most, byte for byte in Latin-1.</param>
/// <param name="BodyBytes">All of its bytes, counted.</param>
public sealed record ReceivedRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, long BodyBytes)
{
    /// <summary>The path without the query.</summary>
    public string Path => Target.Split('?')[0];
}
