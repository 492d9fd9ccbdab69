using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Connectors.Bluesky;

/// <summary>Names of records: 13 letters that are a time and a number (TID).</summary>
internal static class BlueskyKey
{
    private const string Letters = "234567abcdefghijklmnopqrstuvwxyz";
    private const int NumberBits = 10;

    // The year 2023 in microseconds: a server takes no name of a time to come.
    private const ulong FirstTime = 1_672_531_200_000_000;
    private const ulong Times = 31_536_000_000_000;

    /// <summary>The name of a post, always the same for its key, so that it is written once however often it is sent.</summary>
    public static string Of(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return Format(FirstTime + (BinaryPrimitives.ReadUInt64BigEndian(hash) % Times), BinaryPrimitives.ReadUInt16BigEndian(hash.AsSpan(8)));
    }

    /// <summary>The name of a post that has no key.</summary>
    public static string New(DateTimeOffset now) => Format((ulong)now.ToUnixTimeMilliseconds() * 1000, (ushort)RandomNumberGenerator.GetInt32(1 << NumberBits));

    private static string Format(ulong microseconds, ushort number)
    {
        var value = (microseconds << NumberBits) | (uint)(number & ((1 << NumberBits) - 1));
        return string.Create(13, value, static (name, left) =>
        {
            for (var at = name.Length - 1; at >= 0; at--, left >>= 5)
            {
                name[at] = Letters[(int)(left & 31)];
            }
        });
    }
}
