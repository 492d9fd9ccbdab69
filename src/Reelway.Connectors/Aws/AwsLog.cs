using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Aws;

/// <summary>Log messages of AWS connections (events 4200 to 4299).</summary>
internal static partial class AwsLog
{
    [LoggerMessage(4200, LogLevel.Information, "Connection {Connection}: the temporary credentials have expired and are fetched again")]
    public static partial void CredentialsExpired(this ILogger logger, string connection);

    [LoggerMessage(4201, LogLevel.Warning, "Connection {Connection}: this machine's clock is {Seconds:0} s ahead of AWS's (behind, if negative); requests are signed with AWS's time. Set the clock right")]
    public static partial void ClockIsWrong(this ILogger logger, string connection, double seconds);

    [LoggerMessage(4202, LogLevel.Information, "Download of {What}: goes on at byte {At} after {Reason}")]
    public static partial void DownloadGoesOn(this ILogger logger, string what, long at, string reason);

    [LoggerMessage(4203, LogLevel.Warning, "Upload {UploadId} of {What} could not be given up, so its parts go on being charged until a lifecycle rule removes them: {Reason}")]
    public static partial void UploadLeftBehind(this ILogger logger, string uploadId, string what, string reason);

    [LoggerMessage(4204, LogLevel.Information, "{Count} unfinished uploads of {What} were given up")]
    public static partial void LeftoversGivenUp(this ILogger logger, int count, string what);

    [LoggerMessage(4205, LogLevel.Error, "Message {MessageId}: its body does not fit its MD5, so it is neither used nor deleted")]
    public static partial void MessageDamaged(this ILogger logger, string messageId);
}
