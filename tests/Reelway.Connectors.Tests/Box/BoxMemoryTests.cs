using Reelway.Contracts;
using Reelway.Sandbox;
using Reelway.Sandbox.Box;

namespace Reelway.Connectors.Tests.Box;

public sealed class BoxMemoryTests
{
    private const long MiB = 1024 * 1024;

    /// <summary>256 MiB; all of 10 GiB with <c>REELWAY_SOAK=1</c>, in parts of 8 MiB. The stand-in is in this process, the client in one of its own.</summary>
    [Fact]
    public async Task A_large_file_goes_up_in_parts_and_down_while_the_process_stays_under_150_MB()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells the most memory that a process ever had");
        var bytes = (Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 10240 : 256) * MiB;
        var app = new BoxSandboxOptions();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Box = app }, TestContext.Current.CancellationToken);
        using var folder = new TemporaryFolder();

        var (same, peakBytes) = await Carrier.CarryAsync(
            folder.FullPath, $"{bytes}", "box", $"{sandbox.HttpUrl}box", app.EnterpriseId, app.ClientId, app.ClientSecret, app.RootFolderId);

        Assert.Equal(bytes, same);
        Assert.InRange(peakBytes, 10 * MiB, 150_000_000);
    }
}
