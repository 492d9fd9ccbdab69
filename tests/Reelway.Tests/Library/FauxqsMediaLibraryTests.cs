using Reelway.Connectors.Aws;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Library;
using Reelway.Library;

namespace Reelway.Tests.Library;

/// <summary>The library in a bucket of another store that speaks like S3.</summary>
public sealed class FauxqsMediaLibraryTests(FauxqsFixture fauxqs) : BucketLibraryContract, IClassFixture<FauxqsFixture>
{
    internal override async Task<MediaLibrary> OpenAsync()
    {
        var (server, bucket) = await MakeBucketAsync();
        return BucketLibraries.Open(bucket, Options(server, TimeSpan.FromSeconds(30)), made => Own(made));
    }

    internal override async Task<FaultyLibrary> OpenBehindLineAsync(TimeSpan callTimeout)
    {
        var (server, bucket) = await MakeBucketAsync();
        return BucketLibraries.OpenBehindLine(server, bucket, line => Options(line, callTimeout), made => Own(made));
    }

    private async Task<(Uri Server, string Bucket)> MakeBucketAsync()
    {
        var server = (await fauxqs.StartedAsync()).Web;
        var bucket = $"library-{Guid.NewGuid():N}";
        using var client = new HttpClient(new SocketsHttpHandler());
        using var made = await client.PutAsync(new Uri(server, bucket), content: null, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, $"{made.StatusCode}");
        return (server, bucket);
    }

    private static AwsOptions Options(Uri server, TimeSpan callTimeout) => new()
    {
        Region = "eu-west-1",
        AccessKey = "AKIDEXAMPLE",
        SecretKey = "secret",
        S3Url = server,
        PathStyle = true,
        PartMib = 5,
        Checksums = false,
        CallTimeout = callTimeout,
    };
}
