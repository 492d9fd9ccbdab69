using System.Globalization;
using System.Security.Cryptography;
using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class DownloadResumeTests : IAsyncDisposable
{
    // Of an upload in parts, so that it tells nothing about the content.
    private const string ETag = "6a3f410638312abf791cc4e100d228db-2";

    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(200_000);
    private readonly ScriptedHttpServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog _log = new();
    private readonly ConnectorHttp _http;
    private readonly AwsBuckets _buckets;

    public DownloadResumeTests()
    {
        _http = new ConnectorHttp(TimeProvider.System, _log);
        _buckets = AwsBuckets.Create(
            new AwsOptions
            {
                Region = "eu-west-1",
                AccessKey = "AKIDEXAMPLE",
                SecretKey = "0Secret0",
                S3Url = _server.Url,
                PathStyle = true,
                CallTimeout = TimeSpan.FromSeconds(30),
            },
            _http);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _buckets.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_cut_download_goes_on_where_it_was_with_the_same_version()
    {
        _server.AnswerNext(
            Answer(0) with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 150_000 });
        _server.Otherwise = request => Answer(int.Parse(request.Headers["Range"]["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture));

        await _buckets.DownloadAsync(new BucketObject("recordings", "k.mp4", "v1", null, 0), _folder["k.mp4"], null, Cancellation);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(_folder["k.mp4"], Cancellation));
        Assert.All(_server.Received, request => Assert.Contains("versionId=v1", request.Target, StringComparison.Ordinal));
        Assert.NotEqual("bytes=0-", _server.Received[^1].Headers["Range"]);
        Assert.Equal($"\"{ETag}\"", _server.Received[^1].Headers["If-Match"]);
    }

    [Fact]
    public async Task A_download_that_never_gets_on_is_given_up()
    {
        _server.Otherwise = _ => Answer(0) with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 0 };

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => _buckets.DownloadAsync(new BucketObject("recordings", "k", null, null, 0), _folder["k"], null, Cancellation));

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task A_store_without_ranges_begins_at_the_beginning()
    {
        _server.AnswerNext(Answer(0) with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 150_000 });
        _server.Otherwise = _ => Answer(0);

        await _buckets.DownloadAsync(new BucketObject("recordings", "k", null, null, 0), _folder["k"], null, Cancellation);

        Assert.Equal(_bytes, await File.ReadAllBytesAsync(_folder["k"], Cancellation));
    }

    [Fact]
    public async Task What_does_not_fit_its_etag_is_not_taken()
    {
        _server.Otherwise = _ => Answer(0, new string('0', 32));

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => _buckets.DownloadAsync(new BucketObject("recordings", "k", null, null, 0), _folder["k"], null, Cancellation));

        Assert.Contains("does not fit its ETag", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_etag_of_no_known_form_is_a_fault_and_no_crash()
    {
        _server.Otherwise = _ => Answer(0, "odd");

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => _buckets.DownloadAsync(new BucketObject("recordings", "k", null, null, 0), _folder["k"], null, Cancellation));

        Assert.Equal(CallFault.Transient, fault.Kind);
    }

    private ScriptedAnswer Answer(int from, string etag = ETag)
    {
        var answer = new ScriptedAnswer { Status = from == 0 ? 200 : 206, ContentType = "video/mp4", Body = _bytes[from..] }.With(("ETag", $"\"{etag}\""));
        return from == 0 ? answer : answer.With(("Content-Range", $"bytes {from}-{_bytes.Length - 1}/{_bytes.Length}"));
    }
}
