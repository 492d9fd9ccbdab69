using Reelway.Sandbox.Aws;
using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.S3;
using Reelway.Sandbox.Scheduler;
using Reelway.Sandbox.SecretsManager;
using Reelway.Sandbox.Sqs;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public AwsSandboxOptions Aws { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Queues: <c>{HttpUrl}sqs</c>.</summary>
    public SqsSandbox Sqs => Of<SqsSandbox>();

    /// <summary>Buckets: <c>{HttpUrl}s3</c>.</summary>
    public S3Sandbox S3 => Of<S3Sandbox>();

    /// <summary>Event buses: <c>{HttpUrl}eventbridge</c>.</summary>
    public EventBridgeSandbox EventBridge => Of<EventBridgeSandbox>();

    /// <summary>Schedules: <c>{HttpUrl}scheduler</c>.</summary>
    public SchedulerSandbox Scheduler => Of<SchedulerSandbox>();

    /// <summary>Secrets: <c>{HttpUrl}secretsmanager</c>.</summary>
    public SecretsManagerSandbox Secrets => Of<SecretsManagerSandbox>();
}
