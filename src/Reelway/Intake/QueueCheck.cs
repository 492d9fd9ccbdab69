using System.Text.Json;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Doctor;

namespace Reelway.Intake;

/// <summary>Looks whether new recordings would be announced: what is set on the queues and their buckets, and what is missing there.</summary>
internal sealed class QueueCheck(IntakeOptions options, ConnectionPool connections)
{
    /// <summary>Looks at all queues.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        foreach (var (name, source) in options.Queues)
        {
            findings.AddRange(await LookAsync(name, source, cancellation));
        }

        return findings.Count > 0
            ? findings
            : [Finding.Warn("intake.queues", "No queue is set.", "Set intake.queues.NAME.queue when recordings are announced by a bucket.")];
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(string name, QueueSource source, CancellationToken cancellation)
    {
        var what = $"queue {name}";
        IReadOnlyDictionary<string, string> attributes;
        try
        {
            var queues = connections.Require<AwsQueues>(source.Connection);
            attributes = await queues.ReadAttributesAsync(await queues.FindUrlAsync(source.Queue, cancellation), cancellation);
        }
        catch (Exception fault) when (fault is ConnectorException or FaultException)
        {
            return [Finding.Fail(what, fault.Message, "Its user or role needs sqs:GetQueueUrl, sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:DeleteMessage.")];
        }

        var arn = attributes.GetValueOrDefault("QueueArn", "");
        var isDirect = source.Buckets.Count == 0;
        var ofBuckets = new List<Finding>();
        foreach (var bucket in source.Buckets)
        {
            var (found, fromBucket) = await BucketAsync(bucket, source.Connection, arn, attributes.GetValueOrDefault("Policy"), cancellation);
            ofBuckets.AddRange([.. found, .. fromBucket ? SenderOf(what, arn, bucket, attributes) : []]);
            isDirect |= fromBucket;
        }

        Finding[] ofPolicy = isDirect ? [PolicyOf(what, arn, attributes)] : [];
        List<Finding> findings = [KindOf(what, arn, attributes), .. ofPolicy, RedriveOf(what, source, attributes), .. ofBuckets];
        if (source.Buckets.Count == 0)
        {
            findings.Add(Finding.Warn(what, "No bucket of it is named.", $"Set intake.queues.{name}.buckets to have their notifications checked."));
        }

        return findings;
    }

    internal static Finding KindOf(string what, string arn, IReadOnlyDictionary<string, string> attributes)
        => attributes.GetValueOrDefault("FifoQueue") == "true" || arn.EndsWith(".fifo", StringComparison.Ordinal)
            ? Finding.Fail(what, "It is a FIFO queue, and S3 sends to standard queues only.", "Make a standard queue and name it here.")
            : Finding.Ok(what, $"{arn}, a standard queue with about {attributes.GetValueOrDefault("ApproximateNumberOfMessages", "?")} messages.");

    internal static Finding PolicyOf(string what, string arn, IReadOnlyDictionary<string, string> attributes)
    {
        const string Name = "policy";
        try
        {
            return attributes.GetValueOrDefault("Policy") is { Length: > 0 } policy && QueuePolicy.LetsS3Send(policy, arn, bucket: null)
                ? Finding.Ok($"{what}, {Name}", "S3 may send to it.")
                : Finding.Fail(
                    $"{what}, {Name}", "S3 may not send to it.",
                    $"Allow the service s3.amazonaws.com the action sqs:SendMessage on {arn} in the queue's policy, with the bucket's ARN as condition aws:SourceArn.");
        }
        catch (JsonException problem)
        {
            return Finding.Fail($"{what}, {Name}", JsonTrouble.Sentence("Its policy", problem), "Write it again.");
        }
    }

    /// <summary>Tells a bucket that the policy leaves out; one that lets nobody send was told before.</summary>
    internal static IEnumerable<Finding> SenderOf(string what, string arn, string bucket, IReadOnlyDictionary<string, string> attributes)
    {
        if (PolicyOf(what, arn, attributes).State == FindingState.Ok && !QueuePolicy.LetsS3Send(attributes["Policy"], arn, bucket))
        {
            yield return Finding.Fail(
                $"{what}, policy", $"S3 may send to it, but not for the bucket {bucket}.",
                $"Add arn:aws:s3:::{bucket} to the condition aws:SourceArn of the queue's policy.");
        }
    }

    internal static Finding RedriveOf(string what, QueueSource source, IReadOnlyDictionary<string, string> attributes)
    {
        var name = $"{what}, dead letters";
        if (attributes.GetValueOrDefault("RedrivePolicy") is not { Length: > 0 } policy)
        {
            return Finding.Warn(
                name, "It has no redrive policy, so messages that can't be read come again until they expire.",
                "Give it a dead-letter queue with a maxReceiveCount of 5 or so.");
        }

        return int.TryParse(attributes.GetValueOrDefault("VisibilityTimeout"), out var seconds) && seconds < 5
            ? Finding.Warn(name, $"Its visibility timeout is {seconds} s.", $"intake.queues hides messages for {source.Hidden}; other readers of the queue should hide them too.")
            : Finding.Ok(name, $"Messages that can't be read leave it by {policy}.");
    }

    private async Task<(IReadOnlyList<Finding> Findings, bool IsDirect)> BucketAsync(
        string bucket, string connection, string queueArn, string? policy, CancellationToken cancellation)
    {
        try
        {
            var told = new BucketAnnouncements(bucket, queueArn, await connections.Require<AwsBuckets>(connection).ReadNotificationsAsync(bucket, cancellation));
            return (told.Judge(policy), told.IsDirect);
        }
        catch (Exception fault) when (fault is ConnectorException or FaultException)
        {
            return ([Finding.Fail($"bucket {bucket}", fault.Message, "Its user or role needs s3:GetBucketNotification.")], IsDirect: true);
        }
    }
}
