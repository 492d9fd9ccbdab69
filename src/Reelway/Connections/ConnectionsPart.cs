using System.CommandLine;
using Reelway.Connections.Box;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Operations;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Connections: the accounts of outside systems, logged in, checked and paused.</summary>
internal sealed class ConnectionsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [ConnectionStore.Migrations];

    public override void Services(IServiceCollection services, AppFoundation foundation)
        => services.AddSingleton(foundation.Settings.Connections).AddConnectionPool();

    public override void Web(IServiceCollection services)
        => services.AddJson(ConnectionsJson.Default);

    public override void Schedules(ScheduleBook schedules) => schedules.Add<KeepLogins>(
        "connections.keep", "Test the connections that people log in to once a day, and renew their logins", Every.Hours(1),
        off: schedules.Settings.Connections.Count > 0 ? null : "No connection is configured.");

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("connections:read", Role.Viewer, "See connections and how they are"),
        new("connections:write", Role.Operator, "Test, pause, resume and log in to connections"),
    ];

    public override IReadOnlyList<Place> Places => [new("/connections", "Connections", "connections:read")];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapConnections();
        routes.MapLogins();
        routes.MapBoxWebhooks();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [ConnectionCommands.Create(cli)];
}
