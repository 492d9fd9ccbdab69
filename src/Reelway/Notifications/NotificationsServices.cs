using Reelway.Engine;
using Reelway.Events;

namespace Reelway.Notifications;

/// <summary>Registers notifications.</summary>
internal static class NotificationsServices
{
    /// <summary>Needs events, the engine and connections.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<EventBridgeLine>()
        .AddSingleton<ISubscriptions, EventBridgeSubscription>()
        .AddFlow<PutEvent, RecordedEvent, PutEventResult>();
}
