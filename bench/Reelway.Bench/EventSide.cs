using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Storage;
using Reelway.Webhooks;

namespace Reelway.Bench;

/// <summary>The engine with events and webhooks, as the server has them.</summary>
internal static class EventSide
{
    /// <summary>Starts it on an empty database.</summary>
    public static async Task<BenchEngine> StartAsync(IDatabase database, Action<IServiceCollection> more, CancellationToken cancellation)
    {
        var engine = await BenchEngine.OpenAsync(
            database,
            services => more(services
                .AddSingleton(TimeProvider.System)
                .AddSingleton(new EventsOptions())
                .AddLiveSettings()
                .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
                .AddSingleton(new UrlsOptions { Allow = ["127.0.0.1"] })
                .AddEvents()
                .AddEventDelivery()
                .AddWebhooks()),
            cancellation,
            EventStore.Migrations, WebhookStore.Migrations);
        await engine.StartAsync(cancellation);
        return engine;
    }

    /// <summary>Records an event in the group commit, as a step does that announces it.</summary>
    public static Task RecordAsync(IDatabase database, string round, int number, CancellationToken cancellation)
        => database.WriteAsync(
            EventRecords.Bulk,
            PreparedEvent.Of(TalkPublished.Example with { Talk = $"talk_{number % 1000}" }, $"{round}/{number}", DateTimeOffset.FromUnixTimeMilliseconds(database.NowMs)),
            cancellation);
}
