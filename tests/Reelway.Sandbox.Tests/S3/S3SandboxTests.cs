using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Reelway.Sandbox.S3;

namespace Reelway.Sandbox.Tests.S3;

/// <summary>The vendor's own client is content with the stand-in.</summary>
public sealed class S3SandboxTests : IAsyncLifetime
{
    private const string Bucket = "recordings";

    private SandboxHttp _http = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxServer Server => _http.Server;

    public async ValueTask InitializeAsync()
    {
        _http = await SandboxHttp.StartAsync();
        _s3 = Client();
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _http.DisposeAsync();
    }

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("day 1/Owls: why? + ünï=çødé & 100 %.mp4")]
    [InlineData("a//b/../c.mp4")]
    public async Task An_object_comes_back_as_it_was_stored(string key)
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var put = await _s3.PutObjectAsync(
            new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = new MemoryStream(bytes), ContentType = "video/mp4", Metadata = { ["talk"] = "7" } }, Cancellation);
        using var got = await _s3.GetObjectAsync(Bucket, key, Cancellation);

        Assert.Equal(bytes, await ReadAsync(got));
        Assert.Equal((put.ETag, "video/mp4", "7"), (got.ETag, got.Headers.ContentType, got.Metadata["talk"]));
        Assert.Equal(key, Assert.Single(Server.S3.Objects).Key);
        Assert.Equal("x-amz-checksum-crc32", Server.S3.Objects[0].Checksum!.Value.Key);
    }

    [Fact]
    public async Task A_range_and_an_old_version_can_be_read()
    {
        await _s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = Bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } }, Cancellation);
        var first = await PutAsync("k", "0123456789");
        await PutAsync("k", "other");

        using var part = await _s3.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = "k", VersionId = first.VersionId, ByteRange = new ByteRange(3, 5) }, Cancellation);
        var beyond = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = "k", ByteRange = new ByteRange(90, 95) }, Cancellation));
        var changed = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = "k", EtagToMatch = first.ETag }, Cancellation));

        Assert.Equal("345", Encoding.UTF8.GetString(await ReadAsync(part)));
        Assert.Equal("bytes 3-5/10", part.ContentRange);
        Assert.Equal(("InvalidRange", "PreconditionFailed"), (beyond.ErrorCode, changed.ErrorCode));
    }

    [Fact]
    public async Task An_upload_in_parts_is_put_together_and_its_etag_is_the_known_one()
    {
        var upload = await _s3.InitiateMultipartUploadAsync(Bucket, "big", Cancellation);
        var first = await PartAsync(upload.UploadId, 1, new byte[5 * 1024 * 1024]);
        var second = await PartAsync(upload.UploadId, 2, new byte[7]);
        var parts = await _s3.ListPartsAsync(Bucket, "big", upload.UploadId, Cancellation);

        var done = await _s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = Bucket, Key = "big", UploadId = upload.UploadId, PartETags = [new(1, first.ETag), new(2, second.ETag)] }, Cancellation);

        Assert.Equal("\"6a3f410638312abf791cc4e100d228db-2\"", done.ETag);
        Assert.Equal([5L * 1024 * 1024, 7], parts.Parts.Select(part => part.Size ?? 0));
        Assert.Equal((5L * 1024 * 1024) + 7, Assert.Single(Server.S3.Objects).Bytes);
        Assert.Empty(Server.S3.Uploads);
    }

    [Fact]
    public async Task An_upload_can_be_found_and_given_up()
    {
        var upload = await _s3.InitiateMultipartUploadAsync(Bucket, "left", Cancellation);
        await PartAsync(upload.UploadId, 1, [1, 2, 3]);
        var found = await _s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = "le" }, Cancellation);

        await _s3.AbortMultipartUploadAsync(Bucket, "left", upload.UploadId, Cancellation);
        var gone = await Assert.ThrowsAsync<AmazonS3Exception>(() => PartAsync(upload.UploadId, 2, [4]));

        Assert.Equal(upload.UploadId, Assert.Single(found.MultipartUploads).UploadId);
        Assert.Equal("NoSuchUpload", gone.ErrorCode);
        Assert.Empty(Server.S3.Uploads);
    }

    [Fact]
    public async Task Parts_that_are_too_small_or_in_disorder_are_refused()
    {
        var upload = await _s3.InitiateMultipartUploadAsync(Bucket, "odd", Cancellation);
        var parts = new[] { await PartAsync(upload.UploadId, 1, [1]), await PartAsync(upload.UploadId, 2, [2]) };

        var small = await Assert.ThrowsAsync<AmazonS3Exception>(() => CompleteAsync(new(1, parts[0].ETag), new(2, parts[1].ETag)));
        var unknown = await Assert.ThrowsAsync<AmazonS3Exception>(() => CompleteAsync(new PartETag(1, "\"00\"")));

        Assert.Equal(("EntityTooSmall", "InvalidPart"), (small.ErrorCode, unknown.ErrorCode));

        Task CompleteAsync(params List<PartETag> etags) => _s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = Bucket, Key = "odd", UploadId = upload.UploadId, PartETags = etags }, Cancellation);
    }

    [Fact]
    public async Task An_object_is_copied_listed_and_deleted()
    {
        await PutAsync("a b/1", "one");
        await _s3.CopyObjectAsync(Bucket, "a b/1", "library", "copy/ü", Cancellation);
        var listed = await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "library", Prefix = "copy/" }, Cancellation);
        await _s3.DeleteObjectAsync(Bucket, "a b/1", Cancellation);

        Assert.Equal("copy/ü", Assert.Single(listed.S3Objects).Key);
        var gone = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => _s3.GetObjectAsync(Bucket, "a b/1", Cancellation));
        Assert.Equal(("NoSuchKey", HttpStatusCode.NotFound), (gone.ErrorCode, gone.StatusCode));
        Assert.Equal("library", Assert.Single(Server.S3.Objects).Bucket);
    }

    [Fact]
    public async Task New_objects_are_told_to_the_queue_that_may_be_told()
    {
        var queue = Server.Sqs.ArnOf("recordings");
        var configuration = new PutBucketNotificationRequest
        {
            BucketName = Bucket,
            QueueConfigurations = [new() { Id = "talks", Queue = queue, Events = [EventType.ObjectCreatedAll] }],
        };
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutBucketNotificationAsync(configuration, Cancellation));
        Server.Sqs.Create("allowed", new Dictionary<string, string>
        {
            ["Policy"] = """{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}""",
        });
        configuration.QueueConfigurations[0].Queue = Server.Sqs.ArnOf("allowed");
        await _s3.PutBucketNotificationAsync(configuration, Cancellation);

        await PutAsync("day 1/a+b ü.mp4", "x");

        var read = await _s3.GetBucketNotificationAsync(Bucket, Cancellation);
        Assert.Equal("talks", Assert.Single(read.QueueConfigurations).Id);
        Assert.Equal("InvalidArgument", refused.ErrorCode);
        var messages = Server.Sqs.Messages("allowed").Select(message => JsonDocument.Parse(message.Body).RootElement).ToList();
        Assert.Equal("s3:TestEvent", messages[0].GetProperty("Event").GetString());
        var record = messages[1].GetProperty("Records")[0];
        Assert.Equal("ObjectCreated:Put", record.GetProperty("eventName").GetString());
        Assert.Equal("day+1/a%2Bb+%C3%BC.mp4", record.GetProperty("s3").GetProperty("object").GetProperty("key").GetString());
    }

    [Fact]
    public async Task A_wrong_secret_and_a_body_changed_on_the_way_are_refused()
    {
        using var stranger = Client(secret: "other");
        var forged = await Assert.ThrowsAsync<AmazonS3Exception>(() => stranger.ListBucketsAsync(Cancellation));
        var digest = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutObjectAsync(
            new PutObjectRequest { BucketName = Bucket, Key = "k", ContentBody = "x", ChecksumCRC32 = "AAAAAA==" }, Cancellation));
        using var unsigned = await _http.SendAsync(HttpMethod.Get, "/s3/recordings/k");

        Assert.Equal(("SignatureDoesNotMatch", "BadDigest", 403), (forged.ErrorCode, digest.ErrorCode, (int)unsigned.StatusCode));
        Assert.Empty(Server.S3.Objects);
    }

    [Fact]
    public async Task An_older_store_takes_plain_bodies_only()
    {
        Server.S3.Settings = new S3Settings { TakesChunkedBodies = false, TakesChecksums = false };
        using var careful = Client(change: config =>
        {
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        });

        var modern = await Assert.ThrowsAsync<AmazonS3Exception>(() => PutAsync("k", "x"));
        await careful.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "k", ContentBody = "x", UseChunkEncoding = false }, Cancellation);

        Assert.Equal("NotImplemented", modern.ErrorCode);
        Assert.Single(Server.S3.Objects);
    }

    private AmazonS3Client Client(string secret = "sandbox/secret+access/key", Action<AmazonS3Config>? change = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = new Uri(Server.HttpUrl, "/s3").AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = "eu-west-1",
            MaxErrorRetry = 0,
        };
        change?.Invoke(config);
        return new AmazonS3Client(new BasicAWSCredentials("AKIASANDBOX000000042", secret), config);
    }

    private Task<PutObjectResponse> PutAsync(string key, string text)
        => _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = text }, Cancellation);

    private Task<UploadPartResponse> PartAsync(string upload, int number, byte[] bytes) => _s3.UploadPartAsync(
        new UploadPartRequest { BucketName = Bucket, Key = KeyOf(upload), UploadId = upload, PartNumber = number, InputStream = new MemoryStream(bytes) }, Cancellation);

    private string KeyOf(string upload) => Server.S3.Uploads.FirstOrDefault(one => one.Id == upload)?.Key ?? "left";

    private static async Task<byte[]> ReadAsync(GetObjectResponse response)
    {
        using var bytes = new MemoryStream();
        await response.ResponseStream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
