namespace Reelway.Events;

/// <summary>Log messages of events.</summary>
internal static partial class EventsLog
{
    [LoggerMessage(6100, LogLevel.Warning, "Events don't reach {Subscriber} for now, and wait: {Reason}")]
    public static partial void EventsStand(this ILogger logger, string subscriber, string reason);

    [LoggerMessage(6101, LogLevel.Warning, "How far events are behind can't be read: {Reason}")]
    public static partial void LagsUnreadable(this ILogger logger, string reason);
}
