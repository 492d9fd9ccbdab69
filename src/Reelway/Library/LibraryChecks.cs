using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Media;

namespace Reelway.Library;

/// <summary>Looks at the library, <c>media.library</c>: reachable and writable, be it a folder or a bucket.</summary>
internal static class LibraryChecks
{
    private const string Name = "library";

    // No talk's folder is called so.
    private const string ProbeKey = "reelway-doctor";

    // Somebody waits at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The library where it is a folder.</summary>
    public static IEnumerable<Finding> Folder(Settings settings)
        => settings.IsUsable && Library(settings).Folder is { } folder ? [FolderChecks.Look(Name, folder, "media.library", FolderChecks.Make)] : [];

    /// <summary>The library where it is a bucket.</summary>
    public static async Task<IEnumerable<Finding>> BucketAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        // Settings that can't be used are told by the check of the configuration.
        if (!settings.IsUsable || Library(settings).Bucket is not var (bucket, prefix))
        {
            return [];
        }

        using var http = new ConnectorHttp(clock, NullLoggerFactory.Instance);
        using var pool = new ConnectionPool(settings.Connections, http, NullLoggerFactory.Instance, clock);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var buckets = pool.Require<AwsBuckets>(settings.Get<MediaOptions>().BucketConnection);
            return [await BucketAsync(buckets, bucket, prefix.Length == 0 ? ProbeKey : $"{prefix}/{ProbeKey}", either.Token)];
        }
        catch (FaultException fault)
        {
            return [Finding.Fail(Name, fault.Message, "Then look again: reelway doctor")];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [Finding.Fail(Name, $"s3://{bucket} did not answer within {Patience.TotalSeconds:0} s.", "Check its address, and the way to it from this machine.")];
        }
    }

    private static async Task<Finding> BucketAsync(AwsBuckets buckets, string bucket, string key, CancellationToken cancellation)
    {
        try
        {
            await buckets.TryUploadAsync(bucket, key, cancellation);
        }
        catch (ConnectorException fault)
        {
            return Finding.Fail(
                Name, fault.Message,
                AwsBuckets.IsMissing(fault)
                    ? "Make the bucket, or correct media.library."
                    : "Its user or role needs s3:PutObject and s3:AbortMultipartUpload there; then look again: reelway doctor");
        }

        try
        {
            await buckets.FindAsync(bucket, key, versionId: null, cancellation);
            await buckets.GiveUpLeftoversAsync(bucket, key, cancellation);
            return Finding.Ok(Name, $"s3://{bucket} can be read and written");
        }
        catch (ConnectorException fault)
        {
            return Finding.Fail(
                Name, $"It can be written, but {fault.Message}", "Its user or role needs s3:GetObject, s3:ListBucket and s3:ListBucketMultipartUploads there too.");
        }
    }

    private static MediaLibrary Library(Settings settings) => new(
        settings.Get<MediaOptions>(), settings.Get<DataOptions>().Directory, _ => throw new InvalidOperationException("A look at the setting asks no bucket."));
}
