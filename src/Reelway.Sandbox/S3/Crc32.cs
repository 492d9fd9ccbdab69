using System.Buffers.Binary;

namespace Reelway.Sandbox.S3;

/// <summary>The checksum that AWS's own clients send by default (CRC-32 of ISO 3309).</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8)
        .Aggregate((uint)value, (crc, _) => (crc & 1) == 0 ? crc >> 1 : 0xEDB88320u ^ (crc >> 1)))];

    private uint _crc = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _crc = Table[(byte)(_crc ^ value)] ^ (_crc >> 8);
        }
    }

    /// <summary>Big-endian, in base64, as the header has it.</summary>
    public string Text()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~_crc);
        return Convert.ToBase64String(bytes);
    }
}
