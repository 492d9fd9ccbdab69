namespace Reelway.Connections;

/// <summary>Log messages of connections.</summary>
internal static partial class ConnectionsLog
{
    [LoggerMessage(6001, LogLevel.Warning, "What the calls of connection {Connection} tell could not be kept: {Reason}")]
    public static partial void StateNotKept(this ILogger logger, string connection, string reason);

    [LoggerMessage(6002, LogLevel.Information, "The login of connection {Connection} was renewed; it reaches {Reaches}")]
    public static partial void LoginRenewed(this ILogger logger, string connection, string reaches);

    [LoggerMessage(6003, LogLevel.Warning, "The login of connection {Connection} was not renewed: {Reason}")]
    public static partial void LoginNotRenewed(this ILogger logger, string connection, string reason);

    [LoggerMessage(6004, LogLevel.Warning, "Connection {Connection} needs somebody: {Problem}")]
    public static partial void NeedsSomebody(this ILogger logger, string connection, string problem);

    [LoggerMessage(6005, LogLevel.Warning, "Connection {Connection} could not be looked at: {Reason}")]
    public static partial void NotLookedAt(this ILogger logger, string connection, string reason);
}
