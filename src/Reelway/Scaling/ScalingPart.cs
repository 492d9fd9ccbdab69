using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Frame.Doctor;
using Reelway.Frame.Operations;
using Reelway.Frame.Public;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Frame.Web.Shell;
using Reelway.Incoming;
using Reelway.Sandbox;
using Reelway.Scaling.Documents;
using Reelway.Scaling.Importing;
using Reelway.Scaling.Returning;
using Reelway.Scaling.Sending;
using Reelway.Storage;

namespace Reelway.Scaling;

/// <summary>Content scaling: masters of campaigns go out to agencies, and what they made of them comes back, each step only when all are done.</summary>
internal sealed class ScalingPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [CampaignStore.Migrations];

    public override IReadOnlyList<SeedDocument> Documents => ScalingDocuments.All;

    public override void Settings(SettingsCatalog settings) => settings.Section<ScalingOptions>("scaling");

    public override void Services(IServiceCollection services, AppFoundation foundation)
    {
        services.AddScaling();
        var its = foundation.Settings.Get<ScalingOptions>();
        if (its.Enabled)
        {
            services.AddScalingMails();
        }

        var engine = foundation.Settings.Get<EngineOptions>();
        var pools = new Dictionary<string, int>(engine.MachinePools);
        pools.TryAdd(SendMaster.Pool, its.Transfers);
        engine.MachinePools = pools;
    }

    public override void Web(IServiceCollection services) => services.AddJson(ScalingJson.Default);

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("scaling:read", Role.Viewer, "See campaigns, their masters and what came back"),
        new("scaling:write", Role.Producer, "Hold and move campaigns, withdraw masters, say what is expected"),
    ];

    public override IReadOnlyList<Place> Places => [new(ScalingApi.PagePath, "Scaling", "scaling:read")];

    public override void Schedules(ScheduleBook schedules)
    {
        var its = schedules.Settings.Get<ScalingOptions>();
        var off = its.Enabled ? null : "scaling.enabled is false.";
        schedules.Add<PollCampaigns>("scaling.poll", "Look for campaigns whose masters are to go out", Every.Length(its.PollEvery), off: off ?? (its.Poll ? null : "scaling.poll is false."));
        schedules.Add<ReconcileBox>("scaling.reconcile", "Compare Box and the DAM with what is known, and take in what Box never told of", Daily.At(3, 40, ScheduleZone.Utc), off: off);
    }

    public override void Public(PublicPaths paths)
    {
        var its = paths.Settings.Get<ScalingOptions>();
        if (its.Enabled && paths.Settings.Get<IncomingOptions>().Receivers.TryGetValue(its.Box.Receiver, out var receiver) && receiver.For == ReceiverUse.Scaling)
        {
            receiver.Map(paths, its.Box.Receiver, BoxDeliveries.TakeAsync);
        }
    }

    public override void Map(IEndpointRouteBuilder routes) => routes.MapScaling();


    public override async Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => await ScalingChecks.LookAsync(settings, clock, cancellation);

    // Box calls the public listener of a server only; in the sandbox it is told of its address by "connections box webhook add".
    public override string SandboxSample(SandboxOptions accounts) => $$"""
        scaling:
          enabled: true
          poll_every: 1m
          box: { root_folder: "{{accounts.Box.RootFolderId}}" }

        """;

    public override IEnumerable<Command> Commands(CliContext cli) => [ScalingCommands.Create(cli), OldImportCommand.Create(cli)];
}
