using System.Buffers.Binary;
using System.Text;

namespace Reelway.Media;

/// <summary>A box of an MP4 file: a length, a type of four letters, and content that may be boxes again.</summary>
/// <param name="Type">Its four letters.</param>
/// <param name="Start">Where it begins, in bytes from the beginning of the file.</param>
/// <param name="ContentStart">Where its content begins.</param>
/// <param name="End">Where the next one begins.</param>
internal readonly record struct Mp4Box(string Type, long Start, long ContentStart, long End)
{
    /// <summary>More boxes side by side than any real file has: a hostile one would keep us reading.</summary>
    private const int MostSiblings = 10_000;

    /// <summary>The boxes of the whole file, one after the other, without reading their content. Stops where they are no boxes any more.</summary>
    public static IReadOnlyList<Mp4Box> ReadAll(Stream file) => Read(file, 0, file.Length);

    /// <summary>The boxes inside this one.</summary>
    /// <param name="skip">Bytes of plain fields before the first of them.</param>
    public IReadOnlyList<Mp4Box> Children(Stream file, int skip = 0) => Read(file, ContentStart + skip, End);

    /// <summary>The first box of the type inside this one; null when there is none.</summary>
    public Mp4Box? Child(Stream file, string type, int skip = 0)
        => Children(file, skip).Where(box => box.Type == type).Select(box => (Mp4Box?)box).FirstOrDefault();

    /// <summary>Its content.</summary>
    /// <param name="limitBytes">More than this is cut off.</param>
    public byte[] Content(Stream file, int limitBytes)
    {
        var bytes = new byte[Math.Min(limitBytes, End - ContentStart)];
        file.Position = ContentStart;
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static List<Mp4Box> Read(Stream file, long from, long to)
    {
        var boxes = new List<Mp4Box>();
        Span<byte> header = stackalloc byte[16];
        while (from + 8 <= to && boxes.Count < MostSiblings)
        {
            file.Position = from;
            var read = file.ReadAtLeast(header, 8, throwOnEndOfStream: false);
            if (read < 8)
            {
                break;
            }

            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            var headerSize = 8;
            if (size == 1 && read >= 16)
            {
                (size, headerSize) = (BinaryPrimitives.ReadInt64BigEndian(header[8..]), 16);
            }
            else if (size == 0)
            {
                size = to - from;
            }

            if (size < headerSize || size > to - from)
            {
                break;
            }

            boxes.Add(new Mp4Box(Encoding.Latin1.GetString(header[4..8]), from, from + headerSize, from + size));
            from += size;
        }

        return boxes;
    }
}
