using Reelway.Hosting.Configuration;
using Reelway.Hosting.Server;
using Reelway.Media;

namespace Reelway.Hosting.Cli;

/// <summary>Media work for the time of one command.</summary>
internal sealed record MediaWork(MediaProbe Probe, VideoCutter Cutter, ClipProver Prover, PosterMaker Posters)
{
    /// <summary>Does it, and turns what can go wrong into exit codes and sentences.</summary>
    public static async Task<int> RunAsync(CliCall call, Func<MediaWork, Task<int>> work)
    {
        PrivateFolder.Create(call.Settings.Get<DataOptions>().Directory);
        var services = new ServiceCollection().AddSingleton(call.Surroundings.Clock).AddSingleton(call.Settings.Get<MediaOptions>()).AddMedia();
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

    private static int ExitCodeOf(MediaFaultKind kind) => kind switch
    {
        MediaFaultKind.Unusable or MediaFaultKind.BadRange or MediaFaultKind.BadSetting or MediaFaultKind.ToolMissing => ExitCode.Unusable,
        _ => ExitCode.Failed,
    };
}
