namespace Reelway.Connections;

/// <summary>Log messages of connections.</summary>
internal static partial class ConnectionsLog
{
    [LoggerMessage(6001, LogLevel.Warning, "What the calls of connection {Connection} tell could not be kept: {Reason}")]
    public static partial void StateNotKept(this ILogger logger, string connection, string reason);
}
