using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Incoming.Links;

/// <summary>What somebody has to have: 128 random bits, of which only the hash is kept.</summary>
internal static class PublicToken
{
    private const int Bytes = 16;

    /// <summary>How long it is when written.</summary>
    public const int Length = 22;

    /// <summary>One that nobody had before.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of it.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
