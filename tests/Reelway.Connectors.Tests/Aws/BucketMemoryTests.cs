namespace Reelway.Connectors.Tests.Aws;

/// <summary>Runs alone: what other tests allocate at the same time would be counted too.</summary>
[CollectionDefinition(nameof(BucketMemoryTests), DisableParallelization = true)]
[Collection(nameof(BucketMemoryTests))]
public sealed class BucketMemoryTests : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;

    // Client and store are one process here, and together hold a fraction of what passes through.
    private const long MostHeldBytes = 32 * MiB;

    private readonly AwsSandboxFixture _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_large_file_goes_up_and_down_in_flat_memory()
    {
        var bytes = (Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 2048 : 256) * MiB;
        await using (var file = File.Create(_world.Folder["big"]))
        {
            file.SetLength(bytes);
        }

        var peak = new Peak(GC.GetTotalMemory(forceFullCollection: true));
        var buckets = _world.Buckets();

        var stored = await buckets.UploadAsync(_world.Folder["big"], "library", "big", "video/mp4", peak, Cancellation);
        File.Delete(_world.Folder["big"]);
        var read = await buckets.DownloadAsync(stored, _world.Folder["copy"], peak, Cancellation);

        Assert.Equal(bytes, read.Bytes);
        Assert.Equal(bytes, new FileInfo(_world.Folder["copy"]).Length);
        Assert.InRange(peak.HeldBytes, 0, MostHeldBytes);
        Assert.InRange(peak.Looks, 20, 22);
    }

    /// <summary>Looks at each tenth of the way what is held: garbage, also that of earlier tests, is collected first.</summary>
    private sealed class Peak(long before) : IProgress<double>
    {
        private int _tenths;

        public long HeldBytes { get; private set; }

        public int Looks { get; private set; }

        public void Report(double value)
        {
            var tenths = (int)(value * 10);
            if (tenths != _tenths)
            {
                _tenths = tenths;
                Looks++;
                HeldBytes = Math.Max(HeldBytes, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }
    }
}
