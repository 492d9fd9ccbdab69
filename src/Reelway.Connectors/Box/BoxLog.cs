using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Box;

/// <summary>Log messages of Box connections (events 4900 to 4999).</summary>
internal static partial class BoxLog
{
    [LoggerMessage(4900, LogLevel.Information, "Connection {Connection}: the token was refused and is fetched again")]
    public static partial void BoxTokenRefused(this ILogger logger, string connection);

    [LoggerMessage(4901, LogLevel.Warning, "Connection {Connection}: Box refused the assertion for its time; Box's clock is {Seconds:0} s ahead of this machine's, which is allowed for from now on")]
    public static partial void BoxClockDiffers(this ILogger logger, string connection, double seconds);

    [LoggerMessage(4902, LogLevel.Information, "Download of {File} goes on at byte {Position}: {Reason}")]
    public static partial void BoxDownloadGoesOn(this ILogger logger, string file, long position, string reason);

    [LoggerMessage(4903, LogLevel.Information, "Upload of {File}: the part at byte {Offset} is looked for before it is sent again: {Reason}")]
    public static partial void BoxPartLookedFor(this ILogger logger, string file, long offset, string reason);
}
