namespace Reelway.Media;

/// <summary>Recognises media by how a file begins, without reading more of it: what cameras, recorders, phones and editors write.</summary>
public static class MediaSignature
{
    /// <summary>So many bytes tell: a transport stream may begin within a packet, and is known by marks that lie a packet apart.</summary>
    public const int Length = 1024;

    private static readonly string[] Boxes = ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "moof", "sidx", "uuid"];

    private static readonly byte[][] Beginnings =
    [
        [0x1A, 0x45, 0xDF, 0xA3], // Matroska, WebM
        [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01], // MXF
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], // ASF, WMV
        [0x00, 0x00, 0x01, 0xBA], [0x00, 0x00, 0x01, 0xB3], // MPEG program stream, MPEG video
        "FLV"u8.ToArray(), "OggS"u8.ToArray(), "fLaC"u8.ToArray(), "YUV4MPEG2"u8.ToArray(), "DKIF"u8.ToArray(),
    ];

    /// <summary>True for what is media by its beginning. Rare kinds are not known, so that false says nothing.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> head)
    {
        foreach (var beginning in Beginnings)
        {
            if (head.StartsWith(beginning))
            {
                return true;
            }
        }

        return IsMovie(head) || IsRiff(head) || IsTransportStream(head);
    }

    private static bool IsMovie(ReadOnlySpan<byte> head)
    {
        foreach (var box in Boxes)
        {
            if (head.Length >= 8 && System.Text.Ascii.Equals(head[4..8], box))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRiff(ReadOnlySpan<byte> head)
        => head.Length >= 12 && head.StartsWith("RIFF"u8) && (head[8..12].SequenceEqual("AVI "u8) || head[8..12].SequenceEqual("WAVE"u8));

    /// <summary>Packets of 188 bytes, with a time before (192) or a checksum behind (204).</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head)
    {
        const byte Mark = 0x47;
        foreach (var packet in (ReadOnlySpan<int>)[188, 192, 204])
        {
            for (var at = 0; at < packet && at + (4 * packet) < head.Length; at++)
            {
                if (head[at] == Mark && head[at + packet] == Mark && head[at + (2 * packet)] == Mark && head[at + (3 * packet)] == Mark && head[at + (4 * packet)] == Mark)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
