using System.Security.Cryptography;
using System.Text;

namespace Reelway.Frame.Protection;

/// <summary>A key that seals texts with AES-GCM.</summary>
internal sealed class SealingKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key;

    private SealingKey(byte[] secret)
    {
        // Derived, so that neither the fingerprint nor another use of the file says anything about what seals.
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "reelway protection keys"u8.ToArray());
        Fingerprint = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 6, info: "reelway fingerprint"u8.ToArray()));
    }

    /// <summary>Names the key.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads 32 bytes as base64 or hexadecimal digits; null when it is neither.</summary>
    public static SealingKey? TryParse(string text)
    {
        var bytes = new byte[KeyBytes];
        if (text.Length == 2 * KeyBytes)
        {
            return Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? new SealingKey(bytes) : null;
        }

        return Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes ? new SealingKey(bytes) : null;
    }

    /// <summary>Seals a text: nonce, tag and cipher text in base64.</summary>
    public string Seal(string name, string plain)
    {
        var bytes = Encoding.UTF8.GetBytes(plain);
        var box = new byte[NonceBytes + TagBytes + bytes.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), bytes, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(name));
        return Convert.ToBase64String(box);
    }

    /// <summary>Opens it; null when another key has sealed it, under another name, or it was changed.</summary>
    public string? TryOpen(string name, string text)
    {
        var box = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, box, out var length) || length < NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes, plain.Length), box.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(name));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }
}
