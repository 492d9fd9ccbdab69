namespace Reelway.Connectors.Aws;

/// <summary>An object in a bucket, or one version of it.</summary>
/// <param name="VersionId">Null for the newest, and in buckets without versions.</param>
/// <param name="ETag">Without quotes; null where it is not known. Of an upload in parts it is no digest of the content.</param>
public sealed record BucketObject(string Bucket, string Key, string? VersionId, string? ETag, long Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"s3://{Bucket}/{Key}{(VersionId is null ? "" : $" version {VersionId}")}";
}
