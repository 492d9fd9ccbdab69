namespace Reelway.Connectors.Aws;

/// <summary>An object in a bucket, or one version of it.</summary>
/// <param name="VersionId">Null for the newest, and in buckets without versions.</param>
/// <param name="ETag">Without quotes; null where it is not known. Of an upload in parts it is no digest of the content.</param>
public sealed record BucketObject(string Bucket, string Key, string? VersionId, string? ETag, long Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"s3://{Bucket}/{Key}{(VersionId is null ? "" : $" version {VersionId}")}";
}

/// <summary>Which objects of a bucket a queue is told of.</summary>
/// <param name="Events">As the configuration spells them: <c>s3:ObjectCreated:*</c>.</param>
/// <param name="Prefix">Beginning of the keys that it is for; empty for all.</param>
/// <param name="Suffix">End of the keys that it is for; empty for all.</param>
public sealed record BucketNotification(string Id, string QueueArn, IReadOnlyList<string> Events, string Prefix, string Suffix);
