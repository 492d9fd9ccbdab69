using Reelway.Engine;
using Reelway.Facts;
using Reelway.Frame.Schedules;

namespace Reelway.Events;

/// <summary>Registers events.</summary>
internal static class EventsServices
{
    /// <summary>Adds what records and shows them.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
        => services.AddSingleton<EventStore>().AddSingleton<IAgeing>(provider => provider.GetRequiredService<EventStore>())
            .AddSingleton<EventSubscribers>().AddSingleton<EventBell>().AddSingleton<EventPump>().AddSingleton<IStoreGauges, EventGauges>().AddHostedService<EventCursors>()
            .AddFlow<PurgeEvents, ScheduledSlot, PurgedEvents>();

    /// <summary>Adds what starts runs for them.</summary>
    public static IServiceCollection AddEventDelivery(this IServiceCollection services)
        => services.AddHostedService(provider => provider.GetRequiredService<EventPump>());

    /// <summary>Announces a fact together with the step's outcome, once however often the step is repeated, and again when its effect is asked for again.</summary>
    public static void Announce(this IStep step, IProductEvent fact, DateTimeOffset at)
        => step.Commit(EventRecords.Bulk, PreparedEvent.Of(fact, step.IdempotencyKey, at));
}
