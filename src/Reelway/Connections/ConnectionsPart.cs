using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>Connections: the accounts of outside systems, logged in, checked and paused.</summary>
internal sealed class ConnectionsPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [ConnectionStore.Migrations];

    public override void Services(IServiceCollection services, AppFoundation foundation)
        => services.AddSingleton(foundation.Settings.Connections).AddConnectionPool();

    public override void Web(IServiceCollection services) => services.AddConnectionsWeb();

    public override void Intake(IServiceCollection services) => services.AddConnectionKeeper();

    public override void Map(PartRoutes routes)
    {
        routes.Pages.MapConnectionForms();
        routes.Api.MapConnections();
    }

    public override IEnumerable<Command> Commands(CliContext cli) => [ConnectionCommands.Create(cli)];
}
