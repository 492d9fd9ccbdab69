using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Talks;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

/// <summary>The library in a bucket of the stand-in, which checks each signature.</summary>
public sealed class SandboxMediaLibraryTests : MediaLibraryContract, IAsyncLifetime
{
    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The runner calls this one alone.
        Dispose();
        await _sandbox.DisposeAsync();
    }

    internal override Task<MediaLibrary> OpenAsync()
    {
        var account = new AwsSandboxOptions();
        var http = Own(new ConnectorHttp(TimeProvider.System, Own(new CapturedLog())));
        var buckets = Own(AwsBuckets.Create(
            new AwsOptions
            {
                Region = account.Region,
                AccessKey = account.AccessKey,
                SecretKey = account.SecretKey,
                S3Url = new Uri(_sandbox.HttpUrl, "s3"),
                PathStyle = true,
                PartMib = 5,
            },
            http));
        return Task.FromResult(new MediaLibrary("s3://library/clips", Path.GetTempPath(), () => buckets));
    }
}
