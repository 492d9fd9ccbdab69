namespace Reelway.Media;

/// <summary>A packet of AAC with the header that it has in a file of its own (ISO/IEC 14496-3, ADTS).</summary>
/// <param name="Bytes">Header and content.</param>
internal readonly record struct AdtsFrame(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of a header, without and with a checksum.</summary>
    public const int ShortHeader = 7;
    private const int LongHeader = 9;

    /// <summary>Its length has 13 bits.</summary>
    public const int Longest = 8191;

    /// <summary>Kinds of transform: one long window, a long one that leads over to short ones, eight short ones, and the way back.</summary>
    public const int OnlyLong = 0;
    public const int LongStart = 1;

    /// <summary>What must be equal in all packets of a file: object type, sample rate and channels.</summary>
    public (int Rate, int Channels) Format => (Bytes.Span[2] & 0xFC, ((Bytes.Span[2] & 1) << 2) | (Bytes.Span[3] >> 6));

    /// <summary>The packet without its header.</summary>
    public ReadOnlyMemory<byte> Content => Bytes[HeaderOf(Bytes.Span)..];

    /// <summary>Kind and shape of the window, the same for all channels; null where they may differ, or where something else comes first.</summary>
    public (int Sequence, int Shape)? Window
    {
        get
        {
            var content = Content.Span;
            if (content.Length < 3)
            {
                return null;
            }

            // Three bits say what comes: 0 one channel (4 bits tag, 8 bits gain before the window), 1 a pair (4 bits tag, 1 bit "common window").
            var bits = (content[0] << 16) | (content[1] << 8) | content[2];
            var start = (bits >> 21, (bits >> 16) & 1) switch
            {
                (0, _) => 15,
                (1, 1) => 8,
                _ => -1,
            };

            // One reserved bit, two of sequence, one of shape.
            return start < 0 ? null : ((bits >> (21 - start)) & 3, (bits >> (20 - start)) & 1);
        }
    }

    /// <summary>A packet of the same format with other content.</summary>
    public AdtsFrame With(ReadOnlySpan<byte> content)
    {
        var length = ShortHeader + content.Length;
        byte[] bytes = [.. Bytes.Span[..ShortHeader], .. content];
        bytes[1] |= 1;
        bytes[3] = (byte)((bytes[3] & 0xFC) | (length >> 11));
        bytes[4] = (byte)(length >> 3);
        bytes[5] = (byte)((bytes[5] & 0x1F) | (length << 5));
        return new AdtsFrame(bytes);
    }

    /// <summary>The packets of a file; null when it is none.</summary>
    public static IReadOnlyList<AdtsFrame>? Split(ReadOnlyMemory<byte> file)
    {
        var frames = new List<AdtsFrame>();
        while (!file.IsEmpty)
        {
            if (LengthOf(file.Span) is not { } length || length > file.Length)
            {
                return null;
            }

            frames.Add(new AdtsFrame(file[..length]));
            file = file[length..];
        }

        return frames;
    }

    /// <summary>Length of the header that begins here.</summary>
    public static int HeaderOf(ReadOnlySpan<byte> bytes) => (bytes[1] & 1) == 1 ? ShortHeader : LongHeader;

    /// <summary>Length of the packet that begins here, with its header; null when none does.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ShortHeader || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0)
        {
            return null;
        }

        // One block of 1024 samples each; several in one packet are allowed, but nobody writes them.
        var length = ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5);
        return length < LongHeader || (bytes[6] & 3) != 0 ? null : length;
    }
}
