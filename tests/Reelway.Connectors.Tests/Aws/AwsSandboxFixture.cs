using Reelway.Connectors.Aws;
using Reelway.Contracts;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Aws;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>The clients of AWS against the stand-ins, which check each signature with code of their own.</summary>
public sealed class AwsSandboxFixture : IAsyncLifetime
{
    private readonly AwsSandboxOptions _account = new() { SessionToken = "temporary-token" };
    private readonly List<IDisposable> _made = [];

    internal SandboxServer Sandbox { get; private set; } = null!;

    internal ConnectorHttp Http { get; private set; } = null!;

    internal CapturedLog Log { get; } = new();

    internal TemporaryFolder Folder { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions { Aws = _account }, TestContext.Current.CancellationToken);
        Http = new ConnectorHttp(TimeProvider.System, Log);
    }

    public async ValueTask DisposeAsync()
    {
        _made.ForEach(made => made.Dispose());
        Http.Dispose();
        await Sandbox.DisposeAsync();
        Folder.Dispose();
        Log.Dispose();
    }

    internal AwsOptions Options(bool checksums = true, TimeSpan? callTimeout = null) => new()
    {
        Region = _account.Region,
        AccessKey = _account.AccessKey,
        SecretKey = _account.SecretKey,
        SessionToken = _account.SessionToken,
        SqsUrl = new Uri(Sandbox.HttpUrl, "/sqs/"),
        EventsUrl = new Uri(Sandbox.HttpUrl, "/eventbridge/"),
        SchedulerUrl = new Uri(Sandbox.HttpUrl, "/scheduler/"),
        SecretsUrl = new Uri(Sandbox.HttpUrl, "/secretsmanager/"),
        S3Url = new Uri(Sandbox.HttpUrl, "/s3"),
        PathStyle = true,
        PartMib = 5,
        Checksums = checksums,
        CallTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
    };

    internal AwsBuckets Buckets(AwsOptions? options = null)
    {
        var buckets = AwsBuckets.Create(options ?? Options(), Http);
        _made.Add(buckets);
        return buckets;
    }
}
