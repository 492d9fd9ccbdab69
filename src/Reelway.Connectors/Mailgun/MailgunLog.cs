using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Mailgun;

/// <summary>Log messages of Mailgun connections (events 4600 to 4699).</summary>
internal static partial class MailgunLog
{
    [LoggerMessage(4600, LogLevel.Information, "Connection {Connection}: the answer to mail {MessageId} was lost, and Mailgun's events show that it was taken")]
    public static partial void LostMailFound(this ILogger logger, string connection, string messageId);

    [LoggerMessage(4601, LogLevel.Information, "Connection {Connection}: the answer to mail {MessageId} was lost, and Mailgun's events can't be searched for it: {Fault}")]
    public static partial void SearchFailed(this ILogger logger, string connection, string messageId, string fault);
}
