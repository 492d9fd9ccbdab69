using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Server;
using Reelway.Media;

namespace Reelway.Library.Commands;

/// <summary>Media work for the time of one command.</summary>
internal sealed record MediaWork(MediaProbe Probe, VideoCutter Cutter, ClipProver Prover, PosterMaker Posters)
{
    /// <summary>Does it, and turns what can go wrong into exit codes and sentences.</summary>
    public static async Task<int> RunAsync(CliCall call, Func<MediaWork, Task<int>> work)
    {
        var options = call.Settings.Get<MediaOptions>();
        using var own = OwnFolder(call, options);
        var services = new ServiceCollection().AddSingleton(call.Surroundings.Clock).AddSingleton(own is null ? options : options with { Folder = own.Path }).AddMedia();
        await using var provider = services.BuildServiceProvider();
        try
        {
            return await work(new MediaWork(
                provider.GetRequiredService<MediaProbe>(), provider.GetRequiredService<VideoCutter>(), provider.GetRequiredService<ClipProver>(), provider.GetRequiredService<PosterMaker>()));
        }
        catch (MediaException problem)
        {
            throw new CliException(ExitCodeOf(problem.Kind), problem.Message, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Unusable, problem.Message, problem);
        }
    }

    /// <summary>A folder for the time of the command where there is no data directory; null where there is one, whose encoders are then counted with the server's.</summary>
    private static PassingFolder? OwnFolder(CliCall call, MediaOptions options)
    {
        var data = call.Settings.Get<DataOptions>().Directory;
        if (Directory.Exists(data) || Directory.Exists(options.Folder))
        {
            return null;
        }

        try
        {
            // On the disk that the data directory would be on: copies of recordings may be larger than what the system has for temporary files.
            return PassingFolder.Open(FolderChecks.NearestExisting(data), "media");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            call.Console.Detail($"Works in {Path.GetTempPath()}: {problem.Message}");
            return PassingFolder.Open(Path.GetTempPath(), "media");
        }
    }

    private static int ExitCodeOf(MediaFaultKind kind) => kind switch
    {
        MediaFaultKind.Unusable or MediaFaultKind.BadRange or MediaFaultKind.BadSetting or MediaFaultKind.ToolMissing => ExitCode.Unusable,
        _ => ExitCode.Failed,
    };
}
