using Reelway.Engine;
using Reelway.Facts;

namespace Reelway.Events;

/// <summary>Registers events.</summary>
internal static class EventsServices
{
    /// <summary>Adds what records and shows them.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
        => services.AddSingleton<EventStore>().AddSingleton<IAgeing>(provider => provider.GetRequiredService<EventStore>())
            .AddSingleton<EventBell>().AddSingleton<EventPump>().AddHostedService<EventCursors>();

    /// <summary>Adds what starts runs for them, and removes them when they are old.</summary>
    public static IServiceCollection AddEventDelivery(this IServiceCollection services)
        => services.AddHostedService(provider => provider.GetRequiredService<EventPump>()).AddHostedService<EventPurge>();

    /// <summary>Announces a fact together with the step's outcome, once however often the step is repeated, and again when its effect is asked for anew.</summary>
    public static void Announce(this IStep step, IProductEvent fact, DateTimeOffset at)
        => step.Commit(session => EventStore.RecordAsync(session, fact, step.IdempotencyKey, at));
}
