using System.CommandLine;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Operations;
using Reelway.Frame.Server;
using Reelway.Intake;
using Reelway.Media;
using Reelway.Sandbox;
using Reelway.Storage;
using Reelway.Talks.Facebook;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>Talks: recordings become videos on the pages of their stages.</summary>
internal sealed class TalksPart : Part
{
    public override IReadOnlyList<MigrationSet> Migrations => [TalkStore.Migrations];

    public override void Settings(SettingsCatalog settings) => settings.Section<TalksOptions>("talks");

    public override void Services(IServiceCollection services, AppFoundation foundation)
    {
        services.AddSingleton(provider => new SheetCopies(foundation.Directory, foundation.Clock, provider.GetRequiredService<ILogger<SheetCopyFile>>()));
        services.AddTalks();

        var engine = foundation.Settings.Get<EngineOptions>();
        var pools = new Dictionary<string, int>(engine.MachinePools);
        pools.TryAdd(PublishTalk.MediaPool, foundation.Settings.Get<MediaOptions>().Workers);
        engine.MachinePools = pools;
    }

    public override void Web(IServiceCollection services) => services.AddTalksWeb();

    public override IReadOnlyList<RoleRight> Rights =>
    [
        new("talks:read", Role.Viewer, "See talks, their pages and pictures"),
        new("talks:write", Role.Producer, "Hand in, adopt, assign, accept and release talks"),
        new("page-keys:read", Role.Admin, "Take the access keys of pages out"),
        new("page-keys:write", Role.Admin, "Bring access keys of pages in"),
    ];

    public override void Map(IEndpointRouteBuilder routes) => routes.MapTalks();

    public override IEnumerable<Command> Commands(CliContext cli) => [TalksCommands.Create(cli)];

    public override IEnumerable<(string Command, Command Added)> CommandsUnder(CliContext cli)
        => [("connections", PageCommands.Facebook(cli)), ("connections", PageCommands.Export(cli)), ("connections", PageCommands.Import(cli))];

    // The last page is that of the conference as a whole.
    public override string SandboxSample(SandboxOptions accounts) => $$"""
        talks:
          sheet: talks.csv         # which talk is when, where and by whom; gets the links
          speakers: speakers.csv   # who gets a mail
          ready_poll: 2s
          stages:
        {{string.Join('\n', accounts.Facebook.Pages.SkipLast(1).Select(page => $$"""    {{page.Name}}: { page: {{page.Username}} }"""))}}
          default_page: {{accounts.Facebook.Pages[^1].Username}}   # of stages that are not listed

        """;

    public override IEnumerable<Finding> ChecksHere(Settings settings) => TalkFolderChecks.Look(settings.Get<IntakeOptions>());

    public override async Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => await TalkSheetChecks.LookAsync(settings, clock, cancellation);
}
