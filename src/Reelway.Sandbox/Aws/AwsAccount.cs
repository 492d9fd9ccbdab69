using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.S3;
using Reelway.Sandbox.Scheduler;
using Reelway.Sandbox.SecretsManager;
using Reelway.Sandbox.Sqs;

namespace Reelway.Sandbox.Aws;

/// <summary>The stand-ins of one account: they share its keys, and buckets announce into its queues.</summary>
internal static class AwsAccount
{
    public static IEnumerable<SandboxResident> Residents(SandboxGround ground)
    {
        var requests = new AwsRequests(ground.Options.Aws, ground.Time);
        var queues = new SqsSandbox(ground, requests);
        return
        [
            queues, new S3Sandbox(ground, requests, queues.World), new EventBridgeSandbox(ground, requests), new SchedulerSandbox(ground, requests),
            new SecretsManagerSandbox(ground, requests),
        ];
    }
}

/// <summary>A service of the account.</summary>
public abstract class AwsResident<TSettings> : SandboxResident<TSettings>
    where TSettings : ResidentSettings, new()
{
    private readonly AwsThrottle _throttle;

    private protected AwsResident(string name, AwsRequests requests, AwsThrottle throttle)
        : base(name, new TSettings()) => (Requested, _throttle) = (requests, throttle);

    /// <summary>Finds out who calls.</summary>
    private protected AwsRequests Requested { get; }

    private protected abstract AwsRefusals Refusals { get; }

    internal override void Reset()
    {
        Requested.Reset();
        base.Reset();
    }

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                Requested.Expire(context.Request);
                return WriteAsync(context, Refusals.Expired());
            case FaultEffect.RateLimit:
                return WriteAsync(context, new AwsException(_throttle.Code, "Rate exceeded", fault.Status ?? _throttle.Status));
            default:
                return WriteAsync(context, fault.Status is 403
                    ? new AwsException("AccessDenied", "Access Denied", 403)
                    : new AwsException(fault.Status is >= 400 and < 500 ? "InvalidRequest" : "InternalFailure", "The request was refused on order.", fault.Status ?? 500));
        }
    }

    private protected abstract Task WriteAsync(HttpContext context, AwsException refusal);

    /// <summary>The account's connection, with what this service adds.</summary>
    private protected SampleConnection Connection(params IReadOnlyList<string> lines) => new(
        "aws",
        [
            "connector: aws",
            $"region: {Requested.Account.Region}",
            $"access_key: {Requested.Account.AccessKey}",
            $"secret_key: {Requested.Account.SecretKey}",
            .. lines,
        ]);
}

/// <summary>What a service says to somebody who called too often.</summary>
internal sealed record AwsThrottle(string Code, int Status);
