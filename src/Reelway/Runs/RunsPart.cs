using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Runs.Commands;
using Reelway.Runs.Probe;

namespace Reelway.Runs;

/// <summary>Runs: see them, repair them, put them away.</summary>
internal sealed class RunsPart : Part
{
    public override void Settings(SettingsCatalog settings) => settings.Section<ProbeOptions>("probe");

    public override void Services(IServiceCollection services, AppFoundation foundation)
        => services.AddProbe().AddFlow<ArchiveRuns, ScheduledSlot, ArchivedRuns>().AddSingleton<IRunWitness, RunAnnouncements>();

    public override void Schedules(ScheduleBook schedules) => schedules.Add<ArchiveRuns>(
        "runs.archive", "Archive runs that ended a while ago", Every.Hours(1),
        off: schedules.Settings.Get<EngineOptions>().ArchiveAfter > TimeSpan.Zero ? null : "engine.archive_after is not set.");

    public override void Web(IServiceCollection services)
    {
        services.AddJson(RunsJson.Default);
        services.AddSingleton<RunFaces>().AddSingleton<RunMoves>().AddRunsReadiness();
    }

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("runs:read", Role.Viewer, "See runs, their steps and logs"),
        new("runs:write", Role.Producer, "Retry, replay, cancel, put aside and decide runs"),
        new("runs:start", Role.Operator, "Start any flow with any input"),
        new("runs:purge", Role.Operator, "Archive runs and remove them"),
        new("workers:read", Role.Viewer, "See which processes work"),
        new("metrics:read", Role.Viewer, "Read the figures at /metrics"),
    ];

    public override IReadOnlyList<Place> Places => [new("/runs", "Runs", "runs:read")];

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRuns();
        routes.MapRunStarts();
        routes.MapRunOperations();
        routes.MapDeadLetters();
        routes.MapWorkers();
    }

    public override IEnumerable<Command> Commands(CliContext cli)
        => [RunCommands.Create(cli), DeadLetterCommands.Create(cli), ArchiveCommand.Create(cli), PurgeCommand.Create(cli)];
}
