using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Facebook;

/// <summary>Log messages of Facebook connections (events 4100 to 4199).</summary>
internal static partial class FacebookLog
{
    [LoggerMessage(4100, LogLevel.Information, "Connection {Connection}: the token of page {PageId} was refused and is fetched again")]
    public static partial void PageTokenRefused(this ILogger logger, string connection, string pageId);

    [LoggerMessage(4101, LogLevel.Information, "Upload {SessionId}: Facebook wants bytes {Start} to {End} instead")]
    public static partial void WindowCorrected(this ILogger logger, string sessionId, long start, long end);

    [LoggerMessage(4102, LogLevel.Information, "Upload {SessionId}: Facebook does not know it any more, so there is nothing to cancel")]
    public static partial void UploadAlreadyGone(this ILogger logger, string sessionId);
}
