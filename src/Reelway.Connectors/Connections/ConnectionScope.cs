namespace Reelway.Connectors;

/// <summary>The fault scopes that all calls of a connection share, beside those of its system (a page, an app).</summary>
public static class ConnectionScope
{
    /// <summary>What refused credentials hold up.</summary>
    public static string Of(string connection) => $"connection:{connection}";

    /// <summary>What a person holds up by pausing the connection.</summary>
    /// <remarks>A scope of its own, so that new credentials do not end a pause, nor the end of a pause ask for credentials again.</remarks>
    public static string Pause(string connection) => $"paused:{connection}";

    /// <summary>Both; a step that calls the connection says so before it does anything.</summary>
    public static IReadOnlyList<string> All(string connection) => [Pause(connection), Of(connection)];
}
