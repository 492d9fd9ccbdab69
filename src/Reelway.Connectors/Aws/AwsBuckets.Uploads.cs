using System.Globalization;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Reelway.Connectors.Aws;

/// <summary>Files go up as streams: small ones in one piece, larger ones in parts, of which none is left behind.</summary>
public sealed partial class AwsBuckets
{
    private const int MostParts = 10_000;
    private const long LargestCopyBytes = 5L * 1024 * 1024 * 1024;
    private const long CopyPartBytes = 1L * 1024 * 1024 * 1024;

    // What was begun is given up even when the caller has gone; but a shutdown does not wait for ever.
    private static readonly TimeSpan GiveUpWithin = TimeSpan.FromSeconds(15);

    /// <summary>Brings a file into a bucket, whatever is there is replaced. The object is looked at before this counts as done.</summary>
    /// <remarks>Unfinished uploads of the same key are given up first: nobody else may upload to it at the same time.</remarks>
    public async Task<BucketObject> UploadAsync(
        string file, string bucket, string key, string contentType, IProgress<double>? progress, CancellationToken cancellation)
    {
        var bytes = new FileInfo(file).Length;
        await GiveUpLeftoversAsync(bucket, key, cancellation);
        var what = $"upload {file} to s3://{bucket}/{key}";
        var wholePart = _options.PartMib * 1024L * 1024;
        var stored = bytes <= wholePart
            ? await PutAsync(what, file, bucket, key, contentType, bytes, cancellation)
            : await InPartsAsync(
                what, bucket, key, contentType, bytes, Math.Max(wholePart, (bytes + MostParts - 1) / MostParts),
                (client, upload, part) => SendPartAsync(client, file, upload, part, cancellation), progress, cancellation);
        var found = await FindAsync(bucket, key, stored.VersionId, cancellation);
        return found is not null && found.Bytes == bytes && (stored.ETag is null || found.ETag == stored.ETag)
            ? found
            : throw _calls.Faults.Own(
                CallFault.Transient,
                $"could not {what}: the bucket now has {(found is null ? "no such object" : $"{found.Bytes} bytes with ETag {found.ETag}")}, and not {bytes} bytes with ETag {stored.ETag}; it is tried again");
    }

    /// <summary>Tries whether objects could be put there: an upload is begun and given up, so that there is never an object, nor a version of one.</summary>
    public async Task TryUploadAsync(string bucket, string key, CancellationToken cancellation)
    {
        var upload = (await _calls.CallAsync(
            $"begin an upload to s3://{bucket}/{key}", isWrite: false,
            client => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = bucket, Key = key }, cancellation), cancellation)).UploadId;
        // Also when the caller has lost patience: nobody else knows of it.
        using var limit = new CancellationTokenSource(GiveUpWithin, _clock);
        await GiveUpAsync(bucket, key, upload, limit.Token);
    }

    /// <summary>Gives up the uploads of a key that were begun and never finished. Returns how many there were.</summary>
    public async Task<int> GiveUpLeftoversAsync(string bucket, string key, CancellationToken cancellation)
    {
        var listed = await _calls.CallAsync(
            $"look for unfinished uploads of s3://{bucket}/{key}", isWrite: false,
            client => client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket, Prefix = key }, cancellation), cancellation);
        var left = (listed.MultipartUploads ?? []).Where(upload => upload.Key == key).ToList();
        foreach (var upload in left)
        {
            await GiveUpAsync(bucket, key, upload.UploadId, cancellation);
        }

        if (left.Count > 0)
        {
            _log.LeftoversGivenUp(left.Count, $"s3://{bucket}/{key}");
        }

        return left.Count;
    }

    private async Task<BucketObject> PutAsync(string what, string file, string bucket, string key, string contentType, long bytes, CancellationToken cancellation)
    {
        var put = await _calls.CallAsync(what, isWrite: false, client => client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                FilePath = file,
                ContentType = contentType,
                UseChunkEncoding = _options.Checksums,
            },
            cancellation), cancellation);
        return new BucketObject(bucket, key, put.VersionId, Bare(put.ETag), bytes);
    }

    private async Task<BucketObject> InPartsAsync(
        string what, string bucket, string key, string? contentType, long bytes, long partBytes,
        Func<AmazonS3Client, string, Part, Task<PartETag>> send, IProgress<double>? progress, CancellationToken cancellation)
    {
        var upload = (await _calls.CallAsync(
            what, isWrite: false,
            client => client.InitiateMultipartUploadAsync(
                new InitiateMultipartUploadRequest { BucketName = bucket, Key = key, ContentType = contentType }, cancellation), cancellation)).UploadId;
        try
        {
            var sent = new List<PartETag>();
            for (long start = 0; start < bytes; start += partBytes)
            {
                var part = new Part(bucket, key, sent.Count + 1, start, Math.Min(partBytes, bytes - start));
                sent.Add(await _calls.CallAsync($"{what}, part {part.Number}", isWrite: false, client => send(client, upload, part), cancellation));
                progress?.Report((double)(start + part.Bytes) / bytes);
            }

            return await CompleteAsync(what, bucket, key, upload, sent, bytes, cancellation);
        }
        catch
        {
            using var limit = new CancellationTokenSource(GiveUpWithin, _clock);
            try
            {
                await GiveUpAsync(bucket, key, upload, limit.Token);
            }
            catch (Exception exception) when (exception is ConnectorException or OperationCanceledException)
            {
                _log.UploadLeftBehind(upload, $"s3://{bucket}/{key}", exception.Message);
            }

            throw;
        }
    }

    private async Task<BucketObject> CompleteAsync(
        string what, string bucket, string key, string upload, List<PartETag> parts, long bytes, CancellationToken cancellation)
    {
        var expected = ETagOf(parts);
        try
        {
            var done = await _calls.CallAsync(what, isWrite: true, client => client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts }, cancellation), cancellation);
            return new BucketObject(bucket, key, done.VersionId, Bare(done.ETag), bytes);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown || fault.RemoteCode == "NoSuchUpload")
        {
            // The answer was lost, and perhaps the client's own repetition found the upload completed: what is there tells.
            return await FindAsync(bucket, key, versionId: null, cancellation) is { } found && found.Bytes == bytes && found.ETag == expected
                ? found
                : throw new ConnectorException(AwsConnector.Name, CallFault.Transient, fault.Sentence, fault.InnerException);
        }
    }

    private async Task<PartETag> SendPartAsync(AmazonS3Client client, string file, string upload, Part part, CancellationToken cancellation)
    {
        var sent = await client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = part.Bucket,
                Key = part.Key,
                UploadId = upload,
                PartNumber = part.Number,
                FilePath = file,
                FilePosition = part.Start,
                PartSize = part.Bytes,
                UseChunkEncoding = _options.Checksums,
            },
            cancellation);
        return new PartETag(sent);
    }

    private static async Task<PartETag> CopyPartAsync(AmazonS3Client client, BucketObject source, string upload, Part part, CancellationToken cancellation)
    {
        var copied = await client.CopyPartAsync(
            new CopyPartRequest
            {
                SourceBucket = source.Bucket,
                SourceKey = source.Key,
                SourceVersionId = source.VersionId,
                ETagToMatch = source.ETag is { } etag ? [etag] : null,
                DestinationBucket = part.Bucket,
                DestinationKey = part.Key,
                UploadId = upload,
                PartNumber = part.Number,
                FirstByte = part.Start,
                LastByte = part.Start + part.Bytes - 1,
            },
            cancellation);
        return new PartETag(copied);
    }

    private async Task GiveUpAsync(string bucket, string key, string upload, CancellationToken cancellation)
    {
        try
        {
            await _calls.CallAsync(
                $"give up upload {upload} to s3://{bucket}/{key}", isWrite: false,
                client => client.AbortMultipartUploadAsync(bucket, key, upload, cancellation), cancellation);
        }
        catch (ConnectorException fault) when (fault.RemoteCode == "NoSuchUpload")
        {
            // Completed or given up already: nothing of it is left.
        }
    }

    /// <summary>The ETag that S3 gives to an object in parts: the digest of the parts' digests, and their number.</summary>
    internal static string ETagOf(IReadOnlyCollection<PartETag> parts)
    {
        var digests = parts.Select(part => part.ETag.Trim('"')).ToList();
        if (digests.Any(digest => digest.Length != 32 || !digest.All(char.IsAsciiHexDigit)))
        {
            return "";
        }

#pragma warning disable CA5351 // S3 names this digest; it protects nothing.
        var all = MD5.HashData([.. digests.SelectMany(Convert.FromHexString)]);
#pragma warning restore CA5351
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(all)}-{parts.Count}");
    }

    /// <summary>A piece of what is uploaded.</summary>
    private sealed record Part(string Bucket, string Key, int Number, long Start, long Bytes);
}
