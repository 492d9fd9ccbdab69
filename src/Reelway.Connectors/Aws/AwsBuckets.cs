using Amazon.S3.Model;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Aws;

/// <summary>The buckets (S3) of one AWS connection, or of another store that speaks like S3.</summary>
/// <remarks>
/// Every method fails with <see cref="ConnectorException"/>, besides cancellation and, where a file of this machine is at fault, <see cref="IOException"/>.
/// Safe for calls at the same time.
/// </remarks>
public sealed partial class AwsBuckets : IDisposable
{
    private readonly AwsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly S3Calls _calls;

    private AwsBuckets(AwsOptions options, ConnectorHttp http)
    {
        _options = options;
        _clock = http.Clock;
        _log = http.Logs.CreateLogger<AwsBuckets>();
        _calls = new S3Calls(options, http, new Redactor(options.SecretKey, options.SessionToken));
    }

    /// <summary>The buckets of a connection with these options.</summary>
    public static AwsBuckets Create(AwsOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        return new AwsBuckets(options, http);
    }

    /// <summary>What a call about an object means that failed since the object is another one now.</summary>
    public static bool IsChanged(ConnectorException fault) => fault?.RemoteCode == "PreconditionFailed";

    /// <summary>What a call about an object means that failed since there is no such object, version or bucket.</summary>
    public static bool IsMissing(ConnectorException fault) => fault?.RemoteCode is { } code && AwsCodes.IsMissing(code);

    /// <summary>An object as it is now; null when it is not there.</summary>
    public async Task<BucketObject?> FindAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        try
        {
            var head = await _calls.CallAsync(
                $"look at s3://{bucket}/{key}", isWrite: false,
                client => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = key, VersionId = versionId }, cancellation), cancellation);
            return new BucketObject(bucket, key, versionId ?? head.VersionId, Bare(head.ETag), head.ContentLength);
        }
        catch (ConnectorException fault) when (IsMissing(fault))
        {
            return null;
        }
    }

    /// <summary>Makes a copy within the store; the bytes do not pass this machine.</summary>
    /// <remarks>Objects of more than 5 GiB are copied in parts.</remarks>
    public async Task<BucketObject> CopyAsync(BucketObject source, string bucket, string key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var what = $"copy {source} to s3://{bucket}/{key}";
        if (source.Bytes > LargestCopyBytes)
        {
            return await InPartsAsync(
                what, bucket, key, contentType: null, source.Bytes, CopyPartBytes,
                (client, upload, part) => CopyPartAsync(client, source, upload, part, cancellation), progress: null, cancellation);
        }

        var copied = await _calls.CallAsync(what, isWrite: true, client => client.CopyObjectAsync(
            new CopyObjectRequest
            {
                SourceBucket = source.Bucket,
                SourceKey = source.Key,
                SourceVersionId = source.VersionId,
                ETagToMatch = source.ETag,
                DestinationBucket = bucket,
                DestinationKey = key,
            },
            cancellation), cancellation);
        return new BucketObject(bucket, key, copied.VersionId, Bare(copied.ETag), source.Bytes);
    }

    /// <summary>Deletes an object; one that is not there counts as deleted.</summary>
    public Task DeleteAsync(string bucket, string key, CancellationToken cancellation) => _calls.CallAsync(
        $"delete s3://{bucket}/{key}", isWrite: false, client => client.DeleteObjectAsync(bucket, key, cancellation), cancellation);

    /// <summary>Names of the account's buckets.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var answer = await _calls.CallAsync("list the buckets", isWrite: false, client => client.ListBucketsAsync(cancellation), cancellation);
        return [.. (answer.Buckets ?? []).Select(bucket => bucket.BucketName)];
    }

    /// <summary>Reads whom the bucket tells of its objects.</summary>
    public async Task<BucketNotifications> ReadNotificationsAsync(string bucket, CancellationToken cancellation)
    {
        var read = await _calls.CallAsync(
            $"read the notifications of bucket {bucket}", isWrite: false, client => client.GetBucketNotificationAsync(bucket, cancellation), cancellation);
        // The client gives null for a list without members.
        return new BucketNotifications(
            [.. (read.QueueConfigurations ?? []).Select(rule => Rule(rule.Id, rule.Queue, rule))],
            [.. (read.TopicConfigurations ?? []).Select(rule => Rule(rule.Id, rule.Topic, rule))],
            [.. (read.LambdaFunctionConfigurations ?? []).Select(rule => Rule(rule.Id, rule.FunctionArn, rule))],
            read.EventBridgeConfiguration is not null);
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    private Task<GetObjectResponse> GetAsync(BucketObject what, long from, CancellationToken cancellation) => _calls.CallAsync(
        $"read {what}", isWrite: false,
        client => client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = what.Bucket,
                Key = what.Key,
                VersionId = what.VersionId,
                // Whatever is read later belongs to what was read before.
                EtagToMatch = what.ETag is { } etag ? $"\"{etag}\"" : null,
                ByteRange = from > 0 ? new ByteRange($"bytes={from}-") : null,
            },
            cancellation), cancellation);

    private static BucketNotification Rule(string? id, string target, NotificationConfiguration rule)
    {
        var filters = rule.Filter?.S3KeyFilter?.FilterRules ?? [];
        string Filter(string name) => filters.FirstOrDefault(filter => string.Equals(filter.Name, name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";
        return new BucketNotification(id ?? "", target, [.. (rule.Events ?? []).Select(name => name.Value)], Filter("prefix"), Filter("suffix"));
    }

    private static string? Bare(string? etag) => string.IsNullOrEmpty(etag) ? null : etag.Trim('"');
}
