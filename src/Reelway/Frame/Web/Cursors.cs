using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Reelway.Frame.Web;

/// <summary>Opaque, signed places in a list. A cursor fits only the list and the filter that it was given out for.</summary>
internal sealed class Cursors(IDataProtectionProvider protection)
{
    private const int IdBytes = sizeof(long);
    private readonly IDataProtector _protector = protection.CreateProtector("Reelway.Cursors");

    /// <param name="list">Names the list and everything that filters it.</param>
    /// <param name="before">The id to go on from.</param>
    public string Write(string list, long before)
    {
        var plain = new byte[IdBytes + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(plain, before);
        Digest(list).CopyTo(plain, IdBytes);
        return Base64Url.EncodeToString(_protector.Protect(plain));
    }

    /// <summary>The place that a query's cursor means; null for the first page, and when it is refused.</summary>
    public long? Read(RequestText request, string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (TryRead(list, cursor, out var before))
        {
            return before;
        }

        request.Refuse("/query/cursor", WebProblems.BadCursor.Code, "Must be a nextCursor that this server gave out for the same list and filter; start again without a cursor.");
        return null;
    }

    /// <summary>Reads a cursor; false when it was not made here, or for another list.</summary>
    public bool TryRead(string list, string cursor, out long before)
    {
        before = 0;
        byte[] plain;
        try
        {
            plain = _protector.Unprotect(Base64Url.DecodeFromChars(cursor));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return false;
        }

        before = BinaryPrimitives.ReadInt64BigEndian(plain);
        return plain.AsSpan(IdBytes).SequenceEqual(Digest(list));
    }

    private static byte[] Digest(string list) => SHA256.HashData(Encoding.UTF8.GetBytes(list));
}
