using System.CommandLine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Runs.Commands;
using Reelway.Runs.Probe;

namespace Reelway.Runs;

/// <summary>Runs: see them, repair them, put them away.</summary>
internal sealed class RunsPart : Part
{
    public override void Settings(SettingsCatalog settings) => settings.Section<ProbeOptions>("probe");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddProbe();

    public override void Web(IServiceCollection services) => services.AddRunsWeb();

    public override void Map(PartRoutes routes)
    {
        routes.Pages.MapRunForms();
        routes.Api.MapRuns();
        routes.Api.MapWorkers();
    }

    public override IEnumerable<Command> Commands(CliContext cli)
        => [RunCommands.Create(cli), DeadLetterCommands.Create(cli), ArchiveCommand.Create(cli), PurgeCommand.Create(cli)];
}
