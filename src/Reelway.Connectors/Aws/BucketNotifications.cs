namespace Reelway.Connectors.Aws;

/// <summary>Whom a bucket tells of its objects.</summary>
/// <param name="Queues">SQS queues.</param>
/// <param name="Topics">SNS topics, which pass it on to their subscribers.</param>
/// <param name="Functions">Lambda functions.</param>
/// <param name="EventBridge">True when all is told to the account's event bus, whose rules decide who gets it.</param>
public sealed record BucketNotifications(
    IReadOnlyList<BucketNotification> Queues, IReadOnlyList<BucketNotification> Topics, IReadOnlyList<BucketNotification> Functions, bool EventBridge);

/// <summary>Which objects of a bucket somebody is told of.</summary>
/// <param name="Target">ARN of the queue, topic or function.</param>
/// <param name="Events">As the configuration spells them: <c>s3:ObjectCreated:*</c>.</param>
/// <param name="Prefix">Beginning of the keys that it is for; empty for all.</param>
/// <param name="Suffix">End of the keys that it is for; empty for all.</param>
public sealed record BucketNotification(string Id, string Target, IReadOnlyList<string> Events, string Prefix, string Suffix);
