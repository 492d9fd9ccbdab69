namespace Reelway.Hosting.Server;

/// <summary>Log messages of the process: events 9000 to 9099.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(9000, LogLevel.Information, "Reelway {Version} listens on {Url}, data in {Directory}")]
    public static partial void Listening(this ILogger logger, string version, string url, string directory);

    [LoggerMessage(9001, LogLevel.Information, "Stopping: running steps may finish for {Seconds} s; a second Ctrl-C stops at once")]
    public static partial void Stopping(this ILogger logger, double seconds);

    [LoggerMessage(9003, LogLevel.Error, "The stop has run out of its grace of {Seconds} s (engine.stop_grace) and something still does not end, so the process ends now; what was at work goes on after the next start")]
    public static partial void StopRanOut(this ILogger logger, double seconds);

    [LoggerMessage(9002, LogLevel.Error, "{Worker} failed and ends the server")]
    public static partial void WorkerFailed(this ILogger logger, Exception failure, string worker);
}
