using System.Buffers.Text;
using System.Security.Cryptography;

namespace Reelway.Incoming.Verifiers;

/// <summary>Signatures by HMAC-SHA256, compared in constant time.</summary>
internal static class Hmac
{
    /// <summary>True when one of the signatures that were sent is that of the parts, one after the other, with one of the keys.</summary>
    public static bool AnyFits(IReadOnlyList<byte[]> keys, IReadOnlyList<byte[]> given, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var fits = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            foreach (var part in parts)
            {
                hmac.AppendData(part.Span);
            }

            hmac.GetHashAndReset(expected);
            foreach (var one in given)
            {
                // All are compared, so that time does not tell which key it was.
                fits |= CryptographicOperations.FixedTimeEquals(expected, one);
            }
        }

        return fits;
    }

    /// <summary>Reads a signature; null when it is not of this form, whatever signs stand in it.</summary>
    public static byte[]? FromHex(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length
            ? bytes
            : null;
    }

    /// <inheritdoc cref="FromHex"/>
    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Base64.IsValid(text) && Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length ? bytes : null;
    }
}
