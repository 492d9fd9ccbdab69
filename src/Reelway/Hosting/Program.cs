using System.Runtime.CompilerServices;
using Reelway.Hosting.Cli;

namespace Reelway.Hosting;

/// <summary>Where the process begins.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Scripts ask for the version all the time: answered before anything heavy is even loaded.
        if (args is ["--version"])
        {
            await Console.Out.WriteLineAsync($"reelway {Product.Version}");
            return 0;
        }

        return await RunAsync(args);
    }

    // Not inlined: otherwise the parser's and the host's assemblies would be loaded with Main itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(string[] args)
    {
        using var stop = StopRequests.FromSignals();
        return await ReelwayCli.RunAsync(args, CliSurroundings.OfProcess(stop));
    }
}
