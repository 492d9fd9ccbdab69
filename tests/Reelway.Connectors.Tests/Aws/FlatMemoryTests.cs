using System.Diagnostics;
using System.Globalization;

namespace Reelway.Connectors.Tests.Aws;

public sealed class FlatMemoryTests : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;

    private readonly AwsSandboxFixture _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    /// <summary>256 MiB; all of 2 GiB with <c>REELWAY_SOAK=1</c>. The store is in this process, the client in one of its own.</summary>
    [Fact]
    public async Task A_large_file_goes_up_and_down_while_the_process_stays_under_150_MB()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the most memory that a process ever had");
        var bytes = (Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 2048 : 256) * MiB;
        var account = _world.Options();

        var (same, peakBytes) = await CarryAsync(
            _world.Folder.FullPath, $"{bytes}", account.S3Url!.ToString(), account.Region!, account.AccessKey!, account.SecretKey!, account.SessionToken!);

        Assert.Equal(bytes, same);
        Assert.InRange(peakBytes, 10 * MiB, 150_000_000);
    }

    private static async Task<(long Same, long PeakBytes)> CarryAsync(params string[] arguments)
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
