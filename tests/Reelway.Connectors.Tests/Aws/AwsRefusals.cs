using Reelway.Connectors.Aws;
using Reelway.Contracts.Connectors;
using static Reelway.Connectors.CallFault;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>Recorded answers that are no success, by the name of their file.</summary>
internal static class AwsRefusals
{
    private const string Queue = AwsHarness.Queue;
    private const string Connection = "connection:aws-main";
    private const string Missing = "check its name, the region and the account";
    private const string Denied = "give the user or role of connection aws-main the permission to do so";
    private const string WrongKeys = "check the credentials of connection aws-main";
    private const string Expired = "the temporary credentials of connection aws-main have expired; give it new ones";
    private const string WrongRegion = "set region of connection aws-main to the region that the bucket is in";

    public static IReadOnlyDictionary<string, (Func<AwsHarness, Task> Call, RecordedFault Fault)> All { get; }
        = new Dictionary<string, (Func<AwsHarness, Task>, RecordedFault)>
        {
            ["sqs-queue-missing"] = (Receive, new(Permanent, "QueueDoesNotExist", null, Missing)),
            ["sqs-queue-missing-by-old-name"] = (Receive, new(Permanent, "AWS.SimpleQueueService.NonExistentQueue", null, Missing)),
            ["sqs-throttled"] = (Receive, new(RateLimited, "RequestThrottled", null, "it is tried again after a wait")),
            ["sqs-throttled-with-address"] = (Receive, new(RateLimited, "ThrottlingException", null, "Rate exceeded [ThrottlingException]")),
            ["sqs-throttled-in-a-header"] = (Receive, new(RateLimited, "RequestThrottled", null, "status 400 [RequestThrottled]")),
            ["sqs-too-many-in-flight"] = (Receive, new(RateLimited, "OverLimit", null, "it is tried again after a wait")),
            ["sqs-encryption-throttled"] = (Hide, new(Transient, "KmsThrottled", null, "it is tried again")),
            ["sqs-message-not-in-flight"] = (Hide, new(Permanent, "MessageNotInflight", null, "The specified message is not in flight")),
            ["sqs-handle-invalid"] = (Hide, new(Permanent, "ReceiptHandleIsInvalid", null, "not a valid receipt handle")),
            ["sqs-hidden-for-too-long"] = (Hide, new(Permanent, "InvalidParameterValueException", null, "beyond the limit [43200 seconds]")),
            ["sqs-access-denied"] = (Receive, new(Auth, "AccessDeniedException", null, Denied)),
            ["sqs-token-expired"] = (Receive, new(Auth, "ExpiredTokenException", Connection, Expired)),
            ["sqs-key-unknown"] = (Receive, new(Auth, "UnrecognizedClientException", Connection, WrongKeys)),
            ["sqs-signature-wrong"] = (Receive, new(Auth, "InvalidSignatureException", Connection, WrongKeys)),
            ["sqs-signature-of-a-wrong-clock"] = (Receive, new(Auth, "RequestTimeTooSkewed", Connection, "AWS's; set it right")),
            ["sqs-internal-failure"] = (Hide, new(Transient, "InternalFailure", null, "We encountered an internal error. Please try again [InternalFailure]") { OutcomeUnknown = true }),
            ["sqs-gateway-page"] = (Hide, new(Transient, "http-503", null, "a web page instead of data")),
            ["sqs-attributes-none"] = (harness => harness.Queues.ReadAttributesAsync(Queue, Cancellation), new(Transient, null, null, "the answer has no attributes")),
            ["events-results-missing"] = (Put, new(Transient, null, null, "does not tell what became of each event") { OutcomeUnknown = true }),
            ["events-broken-down"] = (Put, new(Transient, "InternalException", null, "due to unexpected causes") { OutcomeUnknown = true }),
            ["events-refused"] = (Put, new(Auth, "AccessDeniedException", null, Denied)),
            ["s3-head-refused"] = (Look, new(Auth, "Forbidden", null, Denied)),
            ["s3-head-elsewhere"] = (Look, new(Permanent, "MovedPermanently", null, WrongRegion)),
            ["s3-object-damaged"] = (Download, new(Transient, null, null, "what came does not fit its ETag 00000000000000000000000000000000")),
            ["s3-no-such-key"] = (Download, new(Permanent, "NoSuchKey", null, Missing)),
            ["s3-no-such-bucket-without-declaration"] = (Download, new(Permanent, "NoSuchBucket", null, Missing)),
            ["s3-no-such-version"] = (Download, new(Permanent, "NoSuchVersion", null, Missing)),
            ["s3-changed"] = (Download, new(Permanent, "PreconditionFailed", null, "At least one of the pre-conditions")),
            ["s3-access-denied"] = (Download, new(Auth, "AccessDenied", null, Denied)),
            ["s3-key-unknown"] = (Download, new(Auth, "InvalidAccessKeyId", Connection, WrongKeys)),
            ["s3-signature-wrong"] = (Download, new(Auth, "SignatureDoesNotMatch", Connection, WrongKeys)),
            ["s3-token-expired"] = (Download, new(Auth, "ExpiredToken", Connection, Expired)),
            ["s3-clock-skewed"] = (Download, new(Auth, "RequestTimeTooSkewed", Connection, "set this machine's clock right")),
            ["s3-elsewhere"] = (Download, new(Permanent, "PermanentRedirect", null, WrongRegion)),
            ["s3-signed-for-another-region"] = (Download, new(Auth, "AuthorizationHeaderMalformed", Connection, WrongRegion)),
            ["s3-slow-down"] = (Notifications, new(RateLimited, "SlowDown", null, "it is tried again after a wait")),
            ["s3-internal-error"] = (Copy, new(Transient, "InternalError", null, "it is tried again") { OutcomeUnknown = true }),
            ["s3-gateway-page"] = (Copy, new(Transient, "BadGateway", null, "it is tried again") { OutcomeUnknown = true }),
            // Status 200 was sent before the copy began, and what follows says that there is none.
            ["s3-copied-as-error"] = (Copy, new(Transient, "InternalError", null, "it is tried again")),
        };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task Receive(AwsHarness harness) => harness.Queues.ReceiveAsync(Queue, 10, TimeSpan.Zero, TimeSpan.FromMinutes(2), Cancellation);

    private static Task Hide(AwsHarness harness) => harness.Queues.ChangeVisibilityAsync(Queue, "AQEB", TimeSpan.FromHours(12), Cancellation);

    private static Task Put(AwsHarness harness) => harness.Events.PutAsync([.. Enumerable.Repeat(new OutgoingEvent("reelway", "talk.published", "{}"), 3)], Cancellation);

    private static Task Look(AwsHarness harness) => harness.Buckets.FindAsync("recordings", "talks/owls.mp4", null, Cancellation);

    private static Task Download(AwsHarness harness) => harness.DownloadAsync();

    private static Task Notifications(AwsHarness harness) => harness.Buckets.ReadNotificationsAsync("recordings", Cancellation);

    private static Task Copy(AwsHarness harness) => harness.Buckets.CopyAsync(new BucketObject("recordings", "talks/owls.mp4", null, null, 5), "library", "owls.mp4", Cancellation);
}
