using System.Security.Cryptography;

namespace Reelway.Connectors.Box;

#pragma warning disable CA5350 // Box names this digest; it finds damage and protects from nobody.

/// <summary>The digest that Box has of every content.</summary>
internal static class BoxDigest
{
    public static byte[] Of(ReadOnlySpan<byte> content) => SHA1.HashData(content);

    public static ValueTask<byte[]> OfAsync(Stream content, CancellationToken cancellation) => SHA1.HashDataAsync(content, cancellation);

    /// <summary>Of a content that comes piece by piece.</summary>
    public static IncrementalHash Begin() => IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
}
