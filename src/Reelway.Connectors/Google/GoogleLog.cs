using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Google;

/// <summary>Log messages of Google connections (events 4300 to 4399).</summary>
internal static partial class GoogleLog
{
    [LoggerMessage(4300, LogLevel.Information, "Connection {Connection}: the token was refused and is fetched again")]
    public static partial void TokenRefused(this ILogger logger, string connection);

    [LoggerMessage(4301, LogLevel.Information, "Connection {Connection}: Drive does not tell when sheets change, so they are read again from time to time only: {Reason}")]
    public static partial void VersionsUnknown(this ILogger logger, string connection, string reason);
}
