namespace Reelway.Events;

/// <summary>Log messages of events.</summary>
internal static partial class EventsLog
{
    [LoggerMessage(6100, LogLevel.Warning, "Events don't reach {Subscriber} for now, and wait: {Reason}")]
    public static partial void EventsStand(this ILogger logger, string subscriber, string reason);

    [LoggerMessage(6101, LogLevel.Information, "{Count} events and deliveries were removed because of their age")]
    public static partial void EventsPurged(this ILogger logger, int count);

    [LoggerMessage(6102, LogLevel.Warning, "Old events could not be removed: {Reason}")]
    public static partial void EventsNotPurged(this ILogger logger, string reason);
}
