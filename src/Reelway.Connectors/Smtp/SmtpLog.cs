using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Smtp;

/// <summary>Log messages of mail servers (events 4500 to 4599).</summary>
internal static partial class SmtpLog
{
    [LoggerMessage(4500, LogLevel.Debug, "Mail {MessageId} was taken by {Host} after {ElapsedMs:0} ms")]
    public static partial void MailTaken(this ILogger logger, string messageId, string host, double elapsedMs);

    [LoggerMessage(4501, LogLevel.Information, "{Fault} ({Kind}, outcome unknown: {OutcomeUnknown})")]
    public static partial void MailFailed(this ILogger logger, string fault, CallFault kind, bool outcomeUnknown);
}
