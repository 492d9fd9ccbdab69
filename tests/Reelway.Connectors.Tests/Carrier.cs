using System.Diagnostics;
using System.Globalization;

namespace Reelway.Connectors.Tests;

/// <summary>A process of its own that carries a large file up and down, so that its memory can be seen.</summary>
internal static class Carrier
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How many bytes came back as they were, and the most memory that the process ever had.</summary>
    public static async Task<(long Same, long PeakBytes)> CarryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Reelway.Carrier.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // As ./reelway sets it: without, up to 130 MB of garbage would count that no collection was due for yet.
            Environment = { ["DOTNET_GCgen0size"] = "2000000" },
        };
        using var carrier = Process.Start(start)!;
        try
        {
            var said = carrier.StandardOutput.ReadToEndAsync(Cancellation);
            var failed = carrier.StandardError.ReadToEndAsync(Cancellation);
            await carrier.WaitForExitAsync(Cancellation);
            Assert.True(carrier.ExitCode == 0, await failed);
            var numbers = (await said).Split(' ');
            return (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture) * 1024);
        }
        finally
        {
            if (!carrier.HasExited)
            {
                carrier.Kill(entireProcessTree: true);
            }
        }
    }
}
