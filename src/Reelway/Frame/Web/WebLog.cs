namespace Reelway.Frame.Web;

/// <summary>Log messages of the web server: events 8000 to 8099.</summary>
internal static partial class WebLog
{
    [LoggerMessage(8000, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(8002, LogLevel.Error, "{Method} {Path} was refused, since the database can't be used now: {Reason}")]
    public static partial void StoreUnavailable(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(8001, LogLevel.Warning, "A wrong key was presented from {Address}")]
    public static partial void WrongKey(this ILogger logger, string address);

    [LoggerMessage(8003, LogLevel.Warning, "{Count} more wrong keys were presented within a minute, from {Addresses} addresses ({Address})")]
    public static partial void MoreWrongKeys(this ILogger logger, long count, int addresses, string address);
}
