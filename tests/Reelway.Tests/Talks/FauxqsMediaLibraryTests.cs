using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Talks;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

/// <summary>The library in a bucket of another store that speaks like S3.</summary>
public sealed class FauxqsMediaLibraryTests(FauxqsFixture fauxqs) : MediaLibraryContract, IClassFixture<FauxqsFixture>
{
    internal override async Task<MediaLibrary> OpenAsync()
    {
        var server = (await fauxqs.StartedAsync()).Web;
        var bucket = $"library-{Guid.NewGuid():N}";
        using var client = new HttpClient(new SocketsHttpHandler());
        using var made = await client.PutAsync(new Uri(server, bucket), content: null, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, $"{made.StatusCode}");
        var http = Own(new ConnectorHttp(TimeProvider.System, Own(new CapturedLog())));
        var buckets = Own(AwsBuckets.Create(
            new AwsOptions { Region = "eu-west-1", AccessKey = "AKIDEXAMPLE", SecretKey = "secret", S3Url = server, PathStyle = true, PartMib = 5, Checksums = false }, http));
        return new MediaLibrary($"s3://{bucket}/clips", Path.GetTempPath(), () => buckets);
    }
}
