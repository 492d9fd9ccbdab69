using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>Events: facts that the product announces, and who is told of them.</summary>
internal sealed class EventsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [EventStore.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<EventsOptions>("events");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddEvents();

    public override void Schedules(ScheduleBook schedules) => schedules.Add<PurgeEvents>(
        "events.purge", "Remove events that are old and that everybody has had", Daily.At(3, 40, "UTC"));

    public override void Web(IServiceCollection services)
        => services.AddJson(EventsJson.Default);

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("events:read", Role.Viewer, "See events and who gets them"),
        new("events:write", Role.Operator, "Hold subscribers, and bring them events again"),
    ];

    public override IReadOnlyList<Place> Places => [new("/events", "Events", "events:read")];

    public override void Map(IEndpointRouteBuilder routes) => routes.MapEvents();

    public override IEnumerable<Command> Commands(CliContext cli) => [EventCommands.Create(cli)];

    public override void Intake(IServiceCollection services) => services.AddEventDelivery();
}
