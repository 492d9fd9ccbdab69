using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>Width and height of a JPEG, from its frame header.</summary>
internal readonly record struct JpegSize(int Width, int Height)
{
    /// <returns>Null when it is no JPEG, or ends before its frame header.</returns>
    public static JpegSize? Read(Stream file)
    {
        Span<byte> bytes = stackalloc byte[9];
        file.Position = 0;
        if (file.ReadAtLeast(bytes[..2], 2, throwOnEndOfStream: false) < 2 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            return null;
        }

        // Segments follow each other: FF, a kind, and a length that counts itself.
        while (file.ReadAtLeast(bytes[..4], 4, throwOnEndOfStream: false) == 4 && bytes[0] == 0xFF)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);

            // C0 to C3: the frame headers of the usual kinds of JPEG.
            if (bytes[1] is >= 0xC0 and <= 0xC3)
            {
                return file.ReadAtLeast(bytes[4..], 5, throwOnEndOfStream: false) == 5
                    ? new JpegSize(BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]))
                    : null;
            }

            if (length < 2)
            {
                return null;
            }

            file.Position += length - 2;
        }

        return null;
    }
}
