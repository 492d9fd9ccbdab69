using System.CommandLine;
using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Server;
using Reelway.Library.Commands;
using Reelway.Media;

namespace Reelway.Library;

/// <summary>Library: where finished media are kept; and media files, looked at and cut by hand.</summary>
internal sealed class LibraryPart : Part
{
    public override void Settings(SettingsCatalog settings) => settings.Moved("talks", "media", "bucket_connection");

    public override void Services(IServiceCollection services, AppFoundation foundation)
        => services.AddSingleton(provider => new MediaLibrary(
            foundation.Settings.Get<MediaOptions>(), foundation.Directory, provider.GetRequiredService<ConnectionPool>().Require<AwsBuckets>));

    public override IEnumerable<Command> Commands(CliContext cli) => [MediaCommands.Create(cli)];

    public override IEnumerable<Finding> ChecksHere(Settings settings) => LibraryChecks.Folder(settings);

    public override async Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => await LibraryChecks.BucketAsync(settings, clock, cancellation);
}
