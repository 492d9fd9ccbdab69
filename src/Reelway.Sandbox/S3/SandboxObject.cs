namespace Reelway.Sandbox.S3;

/// <summary>One version of an object.</summary>
/// <param name="VersionId">Null in a bucket without versions.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">Header name and value of the checksum that it was uploaded with; null when there was none.</param>
/// <param name="IsDeleted">True for the mark that stands where the object was deleted.</param>
public sealed record SandboxObject(
    string Bucket, string Key, string? VersionId, string ETag, long Bytes, DateTimeOffset ModifiedAt, string ContentType,
    IReadOnlyDictionary<string, string> Metadata, KeyValuePair<string, string>? Checksum = null, bool IsDeleted = false)
{
    /// <summary>Where its bytes lie; they stay for as long as the sandbox runs.</summary>
    internal string File { get; init; } = "";
}

/// <summary>An upload in parts that is neither completed nor given up.</summary>
/// <param name="Parts">Uploaded parts by number, with their sizes in bytes.</param>
public sealed record SandboxMultipart(string Id, string Bucket, string Key, DateTimeOffset StartedAt, IReadOnlyDictionary<int, long> Parts);
