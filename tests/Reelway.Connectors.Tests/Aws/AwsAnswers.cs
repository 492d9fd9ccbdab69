using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>Recorded answers that tell something, by the name of their file.</summary>
internal static class AwsAnswers
{
    private const string Queue = AwsHarness.Queue;
    private const string Bucket = "recordings";
    private const string Key = "talks/owls.mp4";
    private const string ETag = "5d41402abc4b2a76b9719d911017c592";
    private const string ETagOfParts = "6a3f410638312abf791cc4e100d228db-2";

    public static IReadOnlyDictionary<string, Func<AwsHarness, Task>> All { get; } = new Dictionary<string, Func<AwsHarness, Task>>
    {
        ["sqs-received"] = async harness =>
        {
            var message = Assert.Single(await ReceiveAsync(harness));
            Assert.Equal(("3f1b071c-fff5-4830-97a5-c81cc64ad642", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "hello", 3), (message.Id, message.Handle, message.Body, message.Receives));
            Assert.Equal(1_795_224_764_994, message.SentAt!.Value.ToUnixTimeMilliseconds());
        },
        // Neither worked on nor deleted: it comes again.
        ["sqs-received-damaged"] = async harness => Assert.Empty(await ReceiveAsync(harness)),
        ["sqs-received-nothing"] = async harness => Assert.Empty(await ReceiveAsync(harness)),
        ["sqs-received-no-bytes"] = async harness => Assert.Empty(await ReceiveAsync(harness)),
        ["sqs-deleted-in-part"] = harness => DeletesAsync(harness, new() { ["h1"] = "later [InternalError]" }),
        ["sqs-deleted-none"] = harness => DeletesAsync(harness, new()
        {
            ["h0"] = "The input receipt handle is invalid. [ReceiptHandleIsInvalid]",
            ["h1"] = "The input receipt handle is invalid. [ReceiptHandleIsInvalid]",
        }),
        ["sqs-visibility-changed"] = async harness =>
        {
            await harness.Queues.ChangeVisibilityAsync(Queue, "AQEB", TimeSpan.Zero, Cancellation);
            Assert.Single(harness.Server.Received);
        },
        ["sqs-attributes"] = async harness =>
        {
            var attributes = await harness.Queues.ReadAttributesAsync(Queue, Cancellation);
            Assert.Equal(("3", "30"), (attributes["ApproximateNumberOfMessages"], attributes["VisibilityTimeout"]));
            Assert.Contains("\"maxReceiveCount\":5", attributes["RedrivePolicy"], StringComparison.Ordinal);
        },
        ["sqs-url"] = async harness => Assert.Equal("https://sqs.eu-west-1.localhost:4566/123456789012/recordings", await harness.Queues.FindUrlAsync(Bucket, Cancellation)),
        ["sqs-queues"] = async harness => Assert.Equal([Queue, $"{Queue}-dead"], await harness.Queues.ListAsync(Cancellation)),
        ["sqs-queues-none"] = async harness => Assert.Empty(await harness.Queues.ListAsync(Cancellation)),
        ["events-put"] = async harness => Assert.Equal(
            [
                ("11710aed-b79e-4468-a20b-bb3c0c3b4860", null, null), ("d804d26a-88db-4b66-9eaf-9a11c708ae82", null, null),
                ("c79a6ba3-e3ad-45d2-a7fd-3f0f3a4e0d51", null, null),
            ],
            await PutAsync(harness)),
        ["events-put-in-part"] = async harness => Assert.Equal(
            [
                ("11710aed-b79e-4468-a20b-bb3c0c3b4860", null, null), (null, CallFault.RateLimited, "ThrottlingException"),
                (null, CallFault.Permanent, "MalformedDetail"),
            ],
            await PutAsync(harness)),
        ["s3-head"] = harness => LooksAsync(harness, new(Bucket, Key, "096fKKXTRTtl3on89fVO.nfljtsv6qko", ETag, 1024)),
        ["s3-head-without-versions"] = harness => LooksAsync(harness, new(Bucket, Key, null, ETag, 1024)),
        // The version is really called so, and can be asked for by that name.
        ["s3-head-of-suspended-versions"] = harness => LooksAsync(harness, new(Bucket, Key, "null", ETag, 1024)),
        ["s3-head-of-parts"] = harness => LooksAsync(harness, new(Bucket, Key, null, ETagOfParts, 5_242_887)),
        ["s3-head-missing"] = harness => LooksAsync(harness, null),
        ["s3-head-of-a-delete-marker"] = harness => LooksAsync(harness, null),
        ["s3-object"] = async harness => Assert.Equal(new BucketObject(Bucket, Key, null, ETag, 5), await harness.DownloadAsync()),
        // Encrypted or in parts, the ETag is no digest of the content.
        ["s3-object-with-key-of-ones-own"] = async harness => Assert.Equal(5, (await harness.DownloadAsync()).Bytes),
        ["s3-object-of-parts"] = async harness => Assert.Equal(ETagOfParts, (await harness.DownloadAsync()).ETag),
        ["s3-copied"] = async harness => Assert.Equal(
            new BucketObject("library", "owls.mp4", "3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY", ETag, 5),
            await harness.Buckets.CopyAsync(new BucketObject(Bucket, Key, null, null, 5), "library", "owls.mp4", Cancellation)),
        ["s3-upload-begun"] = async harness =>
        {
            await harness.Buckets.TryUploadAsync(Bucket, Key, Cancellation);
            Assert.Equal(["POST /recordings/talks/owls.mp4?uploads", "DELETE /recordings/talks/owls.mp4?uploadId=VXBsb2FkIElE"], Requests(harness));
        },
        // The key's own upload is given up, and not that of a longer key; one that is gone by then counts as given up.
        ["s3-uploads-unfinished"] = async harness =>
        {
            harness.Server.AnswerNext(RecordedAnswer.Read("Aws", "s3-uploads-unfinished"));
            harness.Server.Otherwise = _ => RecordedAnswer.Read("Aws", "s3-no-such-upload");
            Assert.Equal(1, await harness.Buckets.GiveUpLeftoversAsync(Bucket, Key, Cancellation));
            Assert.Equal("DELETE /recordings/talks/owls.mp4?uploadId=VXBsb2FkIElE", Requests(harness)[1]);
        },
        ["s3-no-such-upload"] = harness => CompletesAsync(harness, "s3-no-such-upload"),
        ["s3-completed-as-error"] = harness => CompletesAsync(harness, "s3-completed-as-error"),
        ["s3-buckets"] = async harness => Assert.Equal(["library", Bucket], await harness.Buckets.ListAsync(Cancellation)),
        ["s3-notifications"] = async harness =>
        {
            var told = await harness.Buckets.ReadNotificationsAsync(Bucket, Cancellation);
            Assert.Equal(("arn:aws:sqs:eu-west-1:123456789012:recordings", "", ".mp4"), told.Queues.Select(rule => (rule.Target, rule.Prefix, rule.Suffix)).Single());
            Assert.Equal(["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"], told.Topics.Single(rule => rule.Target.EndsWith("recordings", StringComparison.Ordinal)).Events);
            Assert.Equal("arn:aws:lambda:eu-west-1:123456789012:function:tidy", told.Functions.Single().Target);
            Assert.True(told.EventBridge);
        },
        ["s3-notifications-none"] = async harness =>
        {
            var told = await harness.Buckets.ReadNotificationsAsync(Bucket, Cancellation);
            Assert.Equal((0, 0, 0, false), (told.Queues.Count, told.Topics.Count, told.Functions.Count, told.EventBridge));
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<IReadOnlyList<QueueMessage>> ReceiveAsync(AwsHarness harness)
        => harness.Queues.ReceiveAsync(Queue, 10, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), Cancellation);

    private static async Task DeletesAsync(AwsHarness harness, Dictionary<string, string> left)
        => Assert.Equal(left, await harness.Queues.DeleteAsync(Queue, ["h0", "h1"], Cancellation));

    private static async Task<IEnumerable<(string?, CallFault?, string?)>> PutAsync(AwsHarness harness)
    {
        var results = await harness.Events.PutAsync([.. Enumerable.Repeat(new OutgoingEvent("reelway", "talk.published", "{}"), 3)], Cancellation);
        return results.Select(result => (result.Id, result.Fault?.Kind, result.Fault?.RemoteCode));
    }

    private static async Task LooksAsync(AwsHarness harness, BucketObject? expected)
        => Assert.Equal(expected, await harness.Buckets.FindAsync(Bucket, Key, null, Cancellation));

    /// <summary>An upload in parts whose last answer is this one: what is then there has to be looked at.</summary>
    private static async Task CompletesAsync(AwsHarness harness, string payload)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["owls.mp4"], new byte[AwsHarness.PartBytes + 7]);
        harness.Server.Otherwise = request => (request.Method, request.Target) switch
        {
            ("GET", _) => ScriptedAnswer.Json("<ListMultipartUploadsResult/>") with { ContentType = "application/xml" },
            ("POST", var target) when target.EndsWith("?uploads", StringComparison.Ordinal) => RecordedAnswer.Read("Aws", "s3-upload-begun"),
            ("POST", _) => RecordedAnswer.Read("Aws", payload),
            ("PUT", _) => ScriptedAnswer.Empty(200).With(("ETag", $"\"{ETag}\"")),
            ("HEAD", _) => RecordedAnswer.Read("Aws", "s3-head-missing"),
            _ => ScriptedAnswer.Empty(204),
        };

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Buckets.UploadAsync(folder["owls.mp4"], Bucket, Key, "video/mp4", null, Cancellation));

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains(harness.Server.Received, request => request.Method == "DELETE");
    }

    private static List<string> Requests(AwsHarness harness) => [.. harness.Server.Received.Select(request => $"{request.Method} {request.Target}")];
}
