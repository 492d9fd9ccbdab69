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

        var (same, peakBytes) = await Carrier.CarryAsync(
            _world.Folder.FullPath, $"{bytes}", "s3", account.S3Url!.ToString(), account.Region!, account.AccessKey!, account.SecretKey!, account.SessionToken!);

        Assert.Equal(bytes, same);
        Assert.InRange(peakBytes, 10 * MiB, 150_000_000);
    }
}
