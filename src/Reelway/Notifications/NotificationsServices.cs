using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Schedules;
using Reelway.Runs;

namespace Reelway.Notifications;

/// <summary>Registers notifications.</summary>
internal static class NotificationsServices
{
    /// <summary>Needs events, the engine and connections.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) => NotificationWords.All.Aggregate(services, (to, words) => to.AddSingleton(words))
        .AddSingleton<EventBridgeLine>()
        .AddSingleton<ISubscriptions, EventBridgeSubscription>()
        .AddFlow<PutEvent, RecordedEvent, PutEventResult>()
        .AddSingleton<MailStore>()
        .AddSingleton<IAgeing>(provider => provider.GetRequiredService<MailStore>())
        .AddScoped<EventMails>()
        .AddSingleton<ISubscriptions, MailSubscription>()
        // No mail is about mails.
        .AddSingleton(new SilentFlow(MailEvent.Flow))
        .AddSingleton(new SilentFlow(MailDigest.Flow))
        .AddFlow<MailEvent, RecordedEvent, MailedEvent>()
        .AddFlow<MailDigest, ScheduledSlot, MailedEvent>();
}
