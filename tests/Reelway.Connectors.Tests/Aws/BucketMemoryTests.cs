namespace Reelway.Connectors.Tests.Aws;

/// <summary>Runs alone: what other tests allocate at the same time would be counted too.</summary>
[CollectionDefinition(nameof(BucketMemoryTests), DisableParallelization = true)]
[Collection(nameof(BucketMemoryTests))]
public sealed class BucketMemoryTests : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;

    // Client, store and test runner are one process here, and together stay where a single copy of the file would not fit.
    private const long MostHeapBytes = 100 * MiB;

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

        var peak = new Peak();
        var buckets = _world.Buckets();

        var stored = await buckets.UploadAsync(_world.Folder["big"], "library", "big", "video/mp4", peak, Cancellation);
        File.Delete(_world.Folder["big"]);
        var read = await buckets.DownloadAsync(stored, _world.Folder["copy"], peak, Cancellation);

        Assert.Equal(bytes, read.Bytes);
        Assert.Equal(bytes, new FileInfo(_world.Folder["copy"]).Length);
        Assert.InRange(peak.HeapBytes, 1, MostHeapBytes);
    }

    /// <summary>Looks at the heap whenever some bytes have passed.</summary>
    private sealed class Peak : IProgress<double>
    {
        public long HeapBytes { get; private set; }

        public void Report(double value) => HeapBytes = Math.Max(HeapBytes, GC.GetTotalMemory(forceFullCollection: false));
    }
}
