using System.Runtime.CompilerServices;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;

namespace Reelway.Hosting;

/// <summary>Where the process begins.</summary>
internal static class Program
{
    // Time to let go of the store and remove server.json after the second Ctrl-C.
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);

    public static async Task<int> Main(string[] args)
    {
        // Scripts ask for the version all the time: answered before anything heavy is even loaded.
        if (args is ["--version"] or ["version"])
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
        using var end = stop.Now.Register(() => _ = EndAsync());
        return await ReelwayCli.RunAsync(args, CliSurroundings.OfProcess(stop));
    }

    // Who asks twice gets what was asked for, even from a part that does not listen: all state is safe at every moment.
    private static async Task EndAsync()
    {
        await Task.Delay(LastGrace, TimeProvider.System);
        Environment.Exit(ExitCode.Interrupted);
    }
}
