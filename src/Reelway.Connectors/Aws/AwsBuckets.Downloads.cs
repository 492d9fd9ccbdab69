using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Reelway.Connectors.Aws;

/// <summary>Objects come down as streams; a lost connection goes on where it was.</summary>
public sealed partial class AwsBuckets
{
    private const int BufferBytes = 128 * 1024;

    // Connections in a row that brought not a single byte; then the attempt is given up.
    private const int MostStandstills = 3;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    /// <summary>Brings an object into a file, which is replaced. Size and, where it tells it, the content's digest are checked.</summary>
    /// <param name="what">Version and ETag, where they are given, are what is brought, or nothing is.</param>
    /// <exception cref="ConnectorException">It is not there or another one now, or the connection broke again and again.</exception>
    public async Task<BucketObject> DownloadAsync(BucketObject what, string file, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(what);
        await using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        using var download = new Download(what, output, progress);
        for (var standstills = 0; !download.IsComplete;)
        {
            var before = output.Position;
            try
            {
                await ReadOnAsync(download, cancellation);
            }
            catch (ConnectorException fault) when (fault is { Kind: CallFault.Transient, RetryAfter: null })
            {
                standstills = output.Position > before ? 0 : standstills + 1;
                if (standstills >= MostStandstills)
                {
                    throw;
                }

                _log.DownloadGoesOn(what.ToString(), output.Position, fault.Message);
                await Task.Delay(Breath * (standstills + 1), _clock, cancellation);
            }
        }

        return download.Check() is { } damage
            ? throw _calls.Faults.Own(CallFault.Transient, $"could not read {what}: {damage}; it is tried again")
            : download.Found!;
    }

    /// <summary>An object as a stream that can be read from any place; each place costs a request, and nothing is held in memory.</summary>
    public Stream Open(BucketObject what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return new BucketStream(what, (from, cancellation) => GetAsync(what, from, cancellation), (stream, buffer, cancellation) => ReadAsync(what, stream, buffer, cancellation));
    }

    private async Task ReadOnAsync(Download download, CancellationToken cancellation)
    {
        using var answer = await GetAsync(download.Wanted, download.Position, cancellation);
        download.Begin(answer);
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await ReadAsync(download.Wanted, answer.ResponseStream, buffer, cancellation)) > 0)
        {
            await download.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        if (!download.IsComplete)
        {
            throw _calls.Lost($"read {download.Wanted}", new IOException("the connection ended too early"), isWrite: false);
        }
    }

    private async ValueTask<int> ReadAsync(BucketObject what, Stream stream, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.CallTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await stream.ReadAsync(buffer, either.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested
            && exception is IOException or HttpRequestException or OperationCanceledException or Amazon.Runtime.AmazonClientException)
        {
            throw _calls.Lost($"read {what}", exception, isWrite: false);
        }
    }

    /// <summary>How far a download has come.</summary>
    private sealed class Download(BucketObject wanted, FileStream output, IProgress<double>? progress) : IDisposable
    {
#pragma warning disable CA5351 // S3 names this digest; it finds damage and protects from nobody.
        private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        private bool _isDigest;

        /// <summary>What is there; null before the first answer.</summary>
        public BucketObject? Found { get; private set; }

        /// <summary>What is asked for: from the second time on exactly what came the first time.</summary>
        public BucketObject Wanted => Found ?? wanted;

        public long Position => output.Position;

        public bool IsComplete => Found is { } found && output.Position >= found.Bytes;

        public void Begin(GetObjectResponse answer)
        {
            if (answer.HttpStatusCode == HttpStatusCode.OK && output.Position > 0)
            {
                // A store that knows no ranges begins at the beginning.
                output.SetLength(0);
                _md5.GetHashAndReset();
            }

            Found ??= new BucketObject(wanted.Bucket, wanted.Key, wanted.VersionId ?? answer.VersionId, Bare(answer.ETag), Total(answer));
            // With a key of one's own the ETag is something else.
            _isDigest = Found.ETag is { Length: 32 } && answer.ServerSideEncryptionMethod is not { Value: "aws:kms" or "aws:kms:dsse" }
                && answer.ServerSideEncryptionCustomerMethod is null or { Value: null or "" };
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            _md5.AppendData(bytes.Span);
            await output.WriteAsync(bytes, cancellation);
            progress?.Report(Found!.Bytes == 0 ? 1 : (double)output.Position / Found.Bytes);
        }

        /// <summary>What is wrong with what came; null when nothing is.</summary>
        public string? Check()
        {
            if (output.Position != Found!.Bytes)
            {
                return $"{output.Position} bytes came instead of {Found.Bytes}";
            }

            return _isDigest && !Convert.ToHexStringLower(_md5.GetCurrentHash()).Equals(Found.ETag, StringComparison.OrdinalIgnoreCase)
                ? $"what came does not fit its ETag {Found.ETag}"
                : null;
        }

        public void Dispose() => _md5.Dispose();

        private static long Total(GetObjectResponse answer)
            => answer.ContentRange?.Split('/') is [_, var total] && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? bytes
                : answer.ContentLength;
    }
}
