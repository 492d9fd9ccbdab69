using Microsoft.Extensions.Logging;

namespace Reelway.Engine.Doorbells;

/// <summary>The doorbell's log messages: event ids 1080 to 1089.</summary>
internal static partial class DoorbellLog
{
    [LoggerMessage(1080, LogLevel.Warning, "No rings between processes for now, so work is found later: {Trouble}")]
    public static partial void DoorbellSilent(this ILogger log, string trouble, Exception? failure);

    [LoggerMessage(1081, LogLevel.Information, "Rings between processes come through again")]
    public static partial void DoorbellRings(this ILogger log);

    [LoggerMessage(1082, LogLevel.Warning, "{Count} messages that no process could read are parked in the broker's queue engine.parked; no run is lost by it. Look where they come from, then purge the queue")]
    public static partial void MessagesSetAside(this ILogger log, long count);
}
