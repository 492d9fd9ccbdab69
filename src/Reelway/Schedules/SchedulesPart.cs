using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Storage;

namespace Reelway.Schedules;

/// <summary>Schedules: flows that are started at times.</summary>
internal sealed class SchedulesPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [ScheduleStore.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<SchedulesOptions>("schedules");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services
        .AddSingleton<ScheduleStore>()
        .AddSingleton<ScheduleTable>()
        .AddSingleton<ScheduleOperations>()
        .AddSingleton<ITimedWork, SchedulePump>();

    public override void Web(IServiceCollection services)
        => services.AddJson(SchedulesJson.Default);

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("schedules:read", Role.Viewer, "See schedules"),
        new("schedules:write", Role.Operator, "Run, pause and resume schedules"),
    ];

    public override IReadOnlyList<Place> Places => [new("/schedules", "Schedules", "schedules:read")];

    public override void Map(IEndpointRouteBuilder routes) => routes.MapSchedules();

    public override IEnumerable<Command> Commands(CliContext cli) => [SchedulesCommands.Create(cli)];
}
