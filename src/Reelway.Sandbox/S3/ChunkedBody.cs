using System.Globalization;
using System.Text;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.S3;

/// <summary>Takes a body out of <c>aws-chunked</c>: pieces with their sizes, each signed where the request says so, and headers behind the last one.</summary>
/// <param name="seed">What signed the request, when pieces are signed; null when they are not.</param>
internal sealed class ChunkedBody(Stream input, (SignedHeader Header, SigningKey Key)? seed)
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const int LargestChunkBytes = 16 * 1024 * 1024;

    private string _previous = seed?.Header.Signature ?? "";

    /// <summary>Headers behind the last piece, lower case; there once the body was read.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.Ordinal);

    public async Task ReadAsync(Func<ReadOnlyMemory<byte>, ValueTask> piece, CancellationToken cancellation)
    {
        await using var source = new BufferedStream(input, 64 * 1024);
        while (true)
        {
            var head = (await LineAsync(source, cancellation)).Split(';', 2);
            if (!int.TryParse(head[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size is < 0 or > LargestChunkBytes)
            {
                throw Incomplete();
            }

            var bytes = new byte[size];
            await source.ReadExactlyAsync(bytes, cancellation);
            if (seed is { } signed)
            {
                var signature = Sign(signed, "AWS4-HMAC-SHA256-PAYLOAD", $"{EmptyHash}\n{SigningKey.Hash(bytes)}");
                if (head.Length < 2 || !SigningKey.AreEqual($"chunk-signature={signature}", head[1]))
                {
                    throw AwsRefusals.S3.Mismatch("A chunk's signature does not match what it holds.");
                }

                _previous = signature;
            }

            if (size == 0)
            {
                await ReadTrailersAsync(source, cancellation);
                return;
            }

            await piece(bytes);
            if ((await LineAsync(source, cancellation)).Length > 0)
            {
                throw Incomplete();
            }
        }
    }

    private async Task ReadTrailersAsync(Stream source, CancellationToken cancellation)
    {
        var signedText = new StringBuilder();
        while (await LineAsync(source, cancellation) is { Length: > 0 } line)
        {
            var pair = line.Split(':', 2);
            Trailers[pair[0].Trim().ToLowerInvariant()] = pair.Length == 2 ? pair[1].Trim() : "";
            if (!line.StartsWith("x-amz-trailer-signature", StringComparison.OrdinalIgnoreCase))
            {
                signedText.Append(line).Append('\n');
            }
        }

        if (seed is { } signed && signedText.Length > 0)
        {
            var expected = Sign(signed, "AWS4-HMAC-SHA256-TRAILER", SigningKey.Hash(signedText.ToString()));
            if (!SigningKey.AreEqual(expected, Trailers.GetValueOrDefault("x-amz-trailer-signature", "")))
            {
                throw AwsRefusals.S3.Mismatch("The trailer's signature does not match what it holds.");
            }
        }
    }

    private string Sign((SignedHeader Header, SigningKey Key) signed, string algorithm, string rest)
        => signed.Key.Sign(algorithm, signed.Header.Date, signed.Header.Scope, _previous, rest);

    private static async ValueTask<string> LineAsync(Stream source, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await source.ReadAsync(one, cancellation) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            if (line.Length > 4096)
            {
                throw Incomplete();
            }

            if (one[0] != '\r')
            {
                line.Append((char)one[0]);
            }
        }

        // The end of the body ends the last line too.
        return line.ToString();
    }

    private static AwsException Incomplete() => new("IncompleteBody", "The request body terminated unexpectedly");
}
