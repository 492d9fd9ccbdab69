using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
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
        => services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SchedulesJson.Default));

    public override void Map(IEndpointRouteBuilder routes) => routes.MapSchedules();

    public override IEnumerable<Command> Commands(CliContext cli) => [SchedulesCommands.Create(cli)];
}
