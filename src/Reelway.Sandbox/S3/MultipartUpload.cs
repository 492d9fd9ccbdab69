using System.Collections.Concurrent;

namespace Reelway.Sandbox.S3;

/// <summary>An upload in parts that is under way.</summary>
internal sealed class MultipartUpload(
    string id, S3Bucket bucket, string key, string contentType, IReadOnlyDictionary<string, string> metadata, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public S3Bucket Bucket { get; } = bucket;

    public string Key { get; } = key;

    public string ContentType { get; } = contentType;

    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>By number; a part that is sent again replaces the first.</summary>
    public ConcurrentDictionary<int, StoredBytes> Parts { get; } = new();

    public SandboxMultipart Seen() => new(Id, Bucket.Name, Key, StartedAt, new SortedDictionary<int, long>(Parts.ToDictionary(part => part.Key, part => part.Value.Bytes)));
}
