using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Operations;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
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
        => services.AddJson(AccessJson.Default);

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("audit:read", Role.Operator, "See who has done what, and export it"),
        new("me:read", Role.Viewer, "See oneself"),
        new("me:write", Role.Viewer, "Change one's own password, sign out everywhere"),
        new("people:read", Role.Admin, "See who may sign in"),
        new("people:write", Role.Admin, "Add people, give roles, disable and enable people"),
        new("keys:read", Role.Admin, "See who has which keys"),
        new("keys:write", Role.Admin, "Create and revoke keys"),
    ];

    public override IReadOnlyList<Place> Places => [new("/people", "People", "people:read"), new("/keys", "Keys", "keys:read"), new("/audit", "Audit", "audit:read")];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapKeys();
        routes.MapPeople();
        routes.MapAudit();
        routes.MapWelcome();
    }

    public override async Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => settings.IsUsable ? await OpenIdChecks.LookAsync(settings.Get<AccessOptions>().Oidc, clock, cancellation) : [];

    public override IEnumerable<Command> Commands(CliContext cli) => [PeopleCommands.Create(cli), KeyCommands.Create(cli), AuditCommands.Create(cli)];
}
