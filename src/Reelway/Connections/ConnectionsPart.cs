using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Connections: the accounts of outside systems, logged in, checked and paused.</summary>
internal sealed class ConnectionsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [ConnectionStore.Migrations];

    public override void Services(IServiceCollection services, AppFoundation foundation)
        => services.AddSingleton(foundation.Settings.Connections).AddConnectionPool();

    public override void Web(IServiceCollection services)
        => services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ConnectionsJson.Default));

    public override void Schedules(ScheduleBook schedules) => schedules.Add<KeepLogins>(
        "connections.keep", "Test the connections that people log in to once a day, and renew their logins", Every.Hours(1),
        off: schedules.Settings.Connections.Count > 0 ? null : "No connection is configured.");

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapConnections();
        routes.MapLogins();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [ConnectionCommands.Create(cli)];
}
