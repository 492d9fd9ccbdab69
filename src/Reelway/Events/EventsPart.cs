using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>Events: facts that the product announces, and who is told of them.</summary>
internal sealed class EventsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [EventStore.Migrations];

    public override void Settings(SettingsCatalog settings)
    {
        settings.Section<NotificationsOptions>("notifications");
        settings.Section<EventsOptions>("events");
    }

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddEvents();

    public override void Intake(IServiceCollection services) => services.AddEventDelivery();
}
