using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>An AWS connection that talks to a scripted server.</summary>
internal sealed class AwsHarness : IConnectorHarness
{
    public const string Queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/recordings";
    public const int PartBytes = 1024 * 1024;
    private const string Secret = "0Secret+Of/The+Account/0123456789";
    private const string Token = "FwoGZXIvYXdzTemporaryToken0123";

    private readonly ConnectorHttp _http;

    public AwsHarness(TimeSpan? callTimeout = null)
    {
        var options = new AwsOptions
        {
            Connection = "aws-main",
            Region = "eu-west-1",
            AccessKey = "AKIDEXAMPLE",
            SecretKey = Secret,
            SessionToken = Token,
            SqsUrl = Server.Url,
            EventsUrl = Server.Url,
            S3Url = Server.Url,
            PathStyle = true,
            PartMib = 1,
            CallTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
        };
        _http = new ConnectorHttp(TimeProvider.System, Log);
        Queues = AwsQueues.Create(options, _http);
        Events = AwsEvents.Create(options, _http);
        Buckets = AwsBuckets.Create(options, _http);
    }

    public AwsQueues Queues { get; }

    public AwsEvents Events { get; }

    public AwsBuckets Buckets { get; }

    public ScriptedHttpServer Server { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Secret, Token];

    public string ReadAnswer => """{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:123456789012:recordings"}}""";

    public string WriteAnswer => """{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}""";

    public ScriptedAnswer LoginRefused => Error(403, "UnrecognizedClientException");

    public ScriptedAnswer Throttled => Error(400, "ThrottlingException");

    public TimeSpan? ThrottleWait => null;

    public Task ReadAsync(CancellationToken cancellation) => Queues.ReadAttributesAsync(Queue, cancellation);

    public Task WriteAsync(CancellationToken cancellation) => Events.PutAsync([new OutgoingEvent("reelway", "talk.published", "{}")], cancellation);

    /// <summary>Brings an object of which nothing but its key is known.</summary>
    public async Task<BucketObject> DownloadAsync()
    {
        using var folder = new TemporaryFolder();
        return await Buckets.DownloadAsync(new BucketObject("recordings", "talks/owls.mp4", null, null, 0), folder["owls.mp4"], null, TestContext.Current.CancellationToken);
    }

    /// <summary>An error as the services send it.</summary>
    public static ScriptedAnswer Error(int status, string code, string message = "Something is wrong.")
        => ScriptedAnswer.Json($$"""{"__type":"com.amazonaws.any#{{code}}","message":"{{message}}"}""", status);

    public async ValueTask DisposeAsync()
    {
        Buckets.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
