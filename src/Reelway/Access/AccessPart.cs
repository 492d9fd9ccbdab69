using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>Access: who may do what, by which key or session.</summary>
internal sealed class AccessPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [AccessTables.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<AccessOptions>("access");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddFlow<PurgeAudit, ScheduledSlot, PurgedAudit>();

    public override void Schedules(ScheduleBook schedules) => schedules.Add<PurgeAudit>(
        "audit.purge", "Remove what the audit log has kept for long enough", Daily.At(3, 50, "UTC"));

    public override void Web(IServiceCollection services)
        => services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AccessJson.Default));

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapPeople();
        routes.MapAudit();
        routes.MapWelcome();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [PeopleCommands.Create(cli), KeyCommands.Create(cli), AuditCommands.Create(cli)];
}
