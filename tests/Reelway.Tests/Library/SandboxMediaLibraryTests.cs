using Reelway.Connectors.Aws;
using Reelway.Contracts.Library;
using Reelway.Library;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;

namespace Reelway.Tests.Library;

/// <summary>The library in a bucket of the stand-in, which checks each signature.</summary>
public sealed class SandboxMediaLibraryTests : BucketLibraryContract, IAsyncLifetime
{
    private const string Bucket = "library";

    private SandboxServer _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    internal override Task<MediaLibrary> OpenAsync()
        => Task.FromResult(BucketLibraries.Open(Bucket, Options(_sandbox.HttpUrl, TimeSpan.FromSeconds(30)), made => Own(made)));

    internal override Task<FaultyLibrary> OpenBehindLineAsync(TimeSpan callTimeout)
        => Task.FromResult(BucketLibraries.OpenBehindLine(_sandbox.HttpUrl, Bucket, line => Options(line, callTimeout), made => Own(made)));

    private static AwsOptions Options(Uri server, TimeSpan callTimeout)
    {
        var account = new AwsSandboxOptions();
        return new AwsOptions
        {
            Region = account.Region,
            AccessKey = account.AccessKey,
            SecretKey = account.SecretKey,
            S3Url = new Uri(server, "s3"),
            PathStyle = true,
            PartMib = 5,
            CallTimeout = callTimeout,
        };
    }
}
