using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>Checks requests and takes in their bodies: to a file, with everything about them that was signed or promised.</summary>
internal sealed class S3Bodies(AwsRequests requests, S3World world)
{
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const string Checksums = "x-amz-checksum-";

    private static readonly HashSet<string> NoChecksums = new(["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks a request without a body of its own.</summary>
    public void Check(HttpRequest request) => requests.Check(request, AwsRefusals.S3, "s3", DeclaredHash(request));

    /// <summary>Checks a request, and stores its body in a file.</summary>
    public async Task<StoredBytes> StoreAsync(HttpRequest request, CancellationToken cancellation)
    {
        var declared = DeclaredHash(request);
        var signed = requests.Check(request, AwsRefusals.S3, "s3", declared);
        var isChunked = declared.StartsWith("STREAMING-", StringComparison.Ordinal);
        if (isChunked && !world.Settings.TakesChunkedBodies)
        {
            throw new AwsException("NotImplemented", "A header you provided implies functionality that is not implemented: aws-chunked", 501);
        }

        var file = world.NewFile();
        try
        {
            using var digests = new BodyDigests();
            var trailers = new Dictionary<string, string>();
            await using (var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write))
            {
                async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
                {
                    digests.Append(bytes.Span);
                    await output.WriteAsync(bytes, cancellation);
                }

                if (isChunked)
                {
                    var chunks = new ChunkedBody(request.Body, declared.StartsWith("STREAMING-AWS4-HMAC-SHA256", StringComparison.Ordinal) ? signed : null);
                    await chunks.ReadAsync(WriteAsync, cancellation);
                    trailers = chunks.Trailers;
                    EnsureLength(request.Headers["x-amz-decoded-content-length"], digests.Bytes);
                }
                else
                {
                    var buffer = new byte[64 * 1024];
                    int count;
                    while ((count = await request.Body.ReadAsync(buffer, cancellation)) > 0)
                    {
                        await WriteAsync(buffer.AsMemory(0, count));
                    }
                }
            }

            if (!isChunked && declared != Unsigned && declared != Convert.ToHexStringLower(digests.Sha256()))
            {
                throw new AwsException("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
            }

            if (request.Headers.ContentMD5.ToString() is { Length: > 0 } md5 && md5 != Convert.ToBase64String(digests.Md5()))
            {
                throw new AwsException("BadDigest", "The Content-MD5 you specified did not match what we received.");
            }

            return new StoredBytes(file, digests.Bytes, Convert.ToHexStringLower(digests.Md5()), Checksum(request, trailers, digests));
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private KeyValuePair<string, string>? Checksum(HttpRequest request, Dictionary<string, string> trailers, BodyDigests digests)
    {
        var sent = request.Headers.Where(header => IsChecksum(header.Key)).Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value.ToString()))
            .Concat(trailers.Where(trailer => IsChecksum(trailer.Key))).ToList();
        if (sent.Count == 0)
        {
            return null;
        }

        if (!world.Settings.TakesChecksums)
        {
            throw new AwsException("NotImplemented", $"A header you provided implies functionality that is not implemented: {sent[0].Key}", 501);
        }

        var reckoned = digests.Checksum(sent[0].Key)
            ?? throw new AwsException("InvalidRequest", $"The checksum {sent[0].Key} is not known here; use crc32, sha1 or sha256.");
        return reckoned == sent[0].Value
            ? sent[0]
            : throw new AwsException("BadDigest", $"The {sent[0].Key[Checksums.Length..].ToUpperInvariant()} you specified did not match the calculated checksum.");
    }

    private static bool IsChecksum(string header) => header.StartsWith(Checksums, StringComparison.OrdinalIgnoreCase) && !NoChecksums.Contains(header);

    private static string DeclaredHash(HttpRequest request) => request.Headers["x-amz-content-sha256"].ToString() is { Length: > 0 } hash
        ? hash
        : throw (request.Headers.Authorization.Count == 0
            ? AwsRefusals.S3.NotSigned()
            : new AwsException("InvalidRequest", "Missing required header for this request: x-amz-content-sha256"));

    private static void EnsureLength(StringValues promised, long bytes)
    {
        if (promised.ToString() != bytes.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new AwsException("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
    }
}
