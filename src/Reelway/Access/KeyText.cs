using System.Security.Cryptography;
using System.Text;

namespace Reelway.Access;

/// <summary>
/// The text of a key: <c>rw_live_</c>, 40 random letters and digits (238 bits), and 6 that are computed of all before. So scanners for secrets find it, and one
/// that was cut off or mistyped is known as such without asking the database.
/// </summary>
internal static class KeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "rw_live_";

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLetters = 40;
    private const int ChecksumLetters = 6;
    private const int ShownLetters = 6;

    /// <summary>A new key.</summary>
    public static string Make()
    {
        var text = Prefix + RandomNumberGenerator.GetString(Letters, RandomLetters);
        return text + Checksum(text);
    }

    /// <summary>True for a key that some installation has made.</summary>
    public static bool IsWhole(string text)
        => text.Length == Prefix.Length + RandomLetters + ChecksumLetters && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.EndsWith(Checksum(text[..^ChecksumLetters]), StringComparison.Ordinal);

    /// <summary>As much of it as people need to tell keys apart.</summary>
    public static string Shown(string text) => text[..(Prefix.Length + ShownLetters)] + "…";

    /// <summary>What is stored of it. Nobody finds 238 random bits by trying, so it needs no slow hash.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Checksum(string text)
    {
        var value = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return string.Create(ChecksumLetters, value, static (letters, rest) =>
        {
            for (var i = letters.Length - 1; i >= 0; i--, rest /= (uint)Letters.Length)
            {
                letters[i] = Letters[(int)(rest % (uint)Letters.Length)];
            }
        });
    }
}
