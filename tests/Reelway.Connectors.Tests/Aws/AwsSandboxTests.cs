using System.Security.Cryptography;
using Reelway.Connectors.Aws;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.S3;

namespace Reelway.Connectors.Tests.Aws;

public sealed class AwsSandboxTests : IAsyncLifetime
{
    private readonly AwsSandboxFixture _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Events_are_put()
    {
        var events = AwsEvents.Create(_world.Options(), _world.Http);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_795_224_764_994);

        var results = await events.PutAsync([new OutgoingEvent("reelway", "talk.published", """{"id":"ü"}""", "media", at), new OutgoingEvent("reelway", "x", "no json")], Cancellation);

        Assert.Equal([null, CallFault.Permanent], results.Select(result => result.Fault?.Kind));
        Assert.Equal("""{"id":"ü"}""", Assert.Single(_world.Sandbox.EventBridge.Events.Entries).Detail);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(12_345, true)]
    [InlineData(12_000_000, true)]
    [InlineData(12_000_000, false)]
    public async Task A_file_goes_up_and_comes_back_the_same(int bytes, bool checksums)
    {
        if (!checksums)
        {
            _world.Sandbox.S3.Settings = new S3Settings { TakesChecksums = false, TakesChunkedBodies = false };
        }

        var buckets = _world.Buckets(_world.Options(checksums));
        var file = await FileAsync("up.mp4", bytes);

        var stored = await buckets.UploadAsync(file, "library", "talks/1/Owls: why? ü+.mp4", "video/mp4", null, Cancellation);
        var copy = await buckets.CopyAsync(stored, "library", "copy", Cancellation);
        var read = await buckets.DownloadAsync(copy, _world.Folder["down.mp4"], null, Cancellation);

        Assert.Equal(bytes, read.Bytes);
        Assert.Equal(await HashAsync(file), await HashAsync(_world.Folder["down.mp4"]));
        Assert.Equal("video/mp4", _world.Sandbox.S3.Objects[0].ContentType);
        Assert.Empty(_world.Sandbox.S3.Uploads);
    }

    [Fact]
    public async Task A_file_replaces_what_was_there_and_gives_up_what_was_left_behind()
    {
        var buckets = _world.Buckets();
        var file = await FileAsync("a.mp4", 11_000_000);
        _world.Sandbox.Faults.Add(new SandboxFault("s3", FaultEffect.Status, Parameters("UploadPart"), Status: 403, Skip: 1));
        _world.Sandbox.Faults.Add(new SandboxFault("s3", FaultEffect.Status, Parameters("AbortMultipartUpload"), Status: 403));
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => buckets.UploadAsync(file, "library", "k", "video/mp4", null, Cancellation));
        var left = _world.Sandbox.S3.Uploads.Count;

        await buckets.UploadAsync(file, "library", "k", "video/mp4", null, Cancellation);

        Assert.Equal((CallFault.Auth, 1), (fault.Kind, left));
        Assert.Empty(_world.Sandbox.S3.Uploads);
        Assert.Equal(11_000_000, Assert.Single(_world.Sandbox.S3.Objects).Bytes);
        Assert.Contains("could not be given up", _world.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CompleteMultipartUpload")]
    [InlineData("UploadPart")]
    [InlineData("CreateMultipartUpload")]
    public async Task A_lost_answer_within_an_upload_leaves_one_whole_object(string operation)
    {
        var file = await FileAsync("a.mp4", 6_000_000);
        _world.Sandbox.Faults.Add(new SandboxFault("s3", FaultEffect.LostAnswer, Parameters(operation), Times: operation == "UploadPart" ? 1 : 2));
        var buckets = _world.Buckets();

        await buckets.UploadAsync(file, "library", "k", "video/mp4", null, Cancellation);
        // What the client's own repetition began twice is given up by the next upload.
        await buckets.GiveUpLeftoversAsync("library", "k", Cancellation);

        Assert.Equal(6_000_000, Assert.Single(_world.Sandbox.S3.Objects).Bytes);
        Assert.Empty(_world.Sandbox.S3.Uploads);
    }

    [Fact]
    public async Task What_was_written_again_is_not_brought_for_what_was_meant()
    {
        var buckets = _world.Buckets();
        var first = await buckets.UploadAsync(await FileAsync("a", 10), "recordings", "k", "video/mp4", null, Cancellation);
        await buckets.UploadAsync(await FileAsync("b", 20), "recordings", "k", "video/mp4", null, Cancellation);

        var changed = await Assert.ThrowsAsync<ConnectorException>(() => buckets.DownloadAsync(first, _world.Folder["c"], null, Cancellation));
        var missing = await Assert.ThrowsAsync<ConnectorException>(
            () => buckets.DownloadAsync(first with { Key = "other" }, _world.Folder["c"], null, Cancellation));

        Assert.True(AwsBuckets.IsChanged(changed));
        Assert.True(AwsBuckets.IsMissing(missing));
        Assert.Equal((CallFault.Permanent, CallFault.Permanent), (changed.Kind, missing.Kind));
        Assert.Null(await buckets.FindAsync("recordings", "other", null, Cancellation));
    }

    [Fact]
    public async Task An_object_can_be_read_from_any_place()
    {
        var buckets = _world.Buckets();
        var file = await FileAsync("a", 1_000_000);
        var stored = await buckets.UploadAsync(file, "library", "k", "video/mp4", null, Cancellation);
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        await using var stream = buckets.Open(stored);

        var part = new byte[1000];
        stream.Position = 700_000;
        await stream.ReadExactlyAsync(part, Cancellation);
        await stream.ReadExactlyAsync(part, Cancellation);
        stream.Seek(-500, SeekOrigin.End);
        var rest = await stream.ReadAtLeastAsync(new byte[1000], 1000, throwOnEndOfStream: false, Cancellation);

        Assert.Equal(bytes[701_000..702_000], part);
        Assert.Equal((500, 1_000_000), (rest, stream.Length));
        Assert.Equal(2, _world.Sandbox.S3.Requests.Entries.Count(request => request.Detail == "GetObject"));
    }

    [Fact]
    public async Task Wrong_credentials_are_told_as_such()
    {
        var options = _world.Options();
        var buckets = _world.Buckets(new AwsOptions
        {
            Region = options.Region,
            AccessKey = options.AccessKey,
            SecretKey = "not the secret",
            S3Url = options.S3Url,
            PathStyle = true,
            SessionToken = options.SessionToken,
        });

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => buckets.ReadNotificationsAsync("recordings", Cancellation));

        Assert.Equal((CallFault.Auth, "connection:aws", "SignatureDoesNotMatch"), (fault.Kind, fault.Scope, fault.RemoteCode));
        Assert.DoesNotContain("not the secret", fault.ToString(), StringComparison.Ordinal);
    }

    private static FaultMatch Parameters(string operation) => new() { Parameters = new Dictionary<string, string> { ["operation"] = operation } };

    private async Task<string> FileAsync(string name, int bytes)
    {
        await File.WriteAllBytesAsync(_world.Folder[name], RandomNumberGenerator.GetBytes(bytes), Cancellation);
        return _world.Folder[name];
    }

    private static async Task<string> HashAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, Cancellation));
    }
}
