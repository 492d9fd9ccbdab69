namespace Reelway.Frame.Web;

/// <summary>Log messages of the web server: events 8000 to 8099.</summary>
internal static partial class WebLog
{
    [LoggerMessage(8000, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(8002, LogLevel.Error, "{Method} {Path} was refused, since the database can't be used now: {Reason}")]
    public static partial void StoreUnavailable(this ILogger logger, string method, string path, string reason);
}
