using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.Aws;

/// <summary>The key of one day, region and service, and what it signs.</summary>
internal sealed class SigningKey
{
    private readonly byte[] _key;

    public SigningKey(string secret, string scope)
        => _key = scope.Split('/').Aggregate(
            Encoding.UTF8.GetBytes($"AWS4{secret}"), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));

    /// <summary>Signature of the lines, in lower-case hex.</summary>
    public string Sign(params IEnumerable<string> lines)
        => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    public static bool AreEqual(string one, string other)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
