using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.OpenText;

/// <summary>Log messages of the connector (events 4700 to 4799). Texts are redacted before they get here.</summary>
internal static partial class OpenTextLog
{
    [LoggerMessage(4700, LogLevel.Information, "OpenText does not take the sign-in of connection {Connection} any more; signing in again")]
    public static partial void SignsInAgain(this ILogger logger, string connection);

    [LoggerMessage(4701, LogLevel.Warning, "Could not unlock {Item} at OpenText: {Fault} The lock stays until somebody removes it or it ends by itself")]
    public static partial void StaysLocked(this ILogger logger, string item, string fault);
}
