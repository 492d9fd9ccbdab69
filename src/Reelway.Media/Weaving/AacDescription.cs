namespace Reelway.Media;

/// <summary>Describes AAC-LC sound as an MP4 does (<c>stsd</c>), for sound that we encoded ourselves or whose own description only a MOV has.</summary>
internal static class AacDescription
{
    /// <summary>Object types: MPEG-4 audio, and in it the "low complexity" that every player knows.</summary>
    private const byte Mpeg4Audio = 0x40;
    private const int LowComplexity = 2;

    /// <summary>An audio stream, with the bit that is always set.</summary>
    private const byte AudioStream = 0x15;

    /// <summary>Rates by their number in the format (ISO/IEC 14496-3).</summary>
    private static readonly int[] Rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    /// <summary>The rate that a packet's header names by number; 0 for a number that names none.</summary>
    public static int RateOf(int number) => number < Rates.Length ? Rates[number] : 0;

    /// <summary>The content of the box.</summary>
    /// <exception cref="MediaException">The format has no such rate.</exception>
    public static ReadOnlyMemory<byte> Of(int rate, int channels)
    {
        var number = Array.IndexOf(Rates, rate);
        if (number < 0)
        {
            throw new MediaException(MediaFaultKind.Unusable, $"AAC has no rate of {rate} Hz");
        }

        using var description = new BoxWriter();
        description.Zeros(4).Number(1).Box("mp4a", entry => entry
            .Zeros(6).ShortNumber(1).Zeros(8).ShortNumber(channels).ShortNumber(16).Zeros(4)

            // Sixteen bits before the point: a higher rate stands in the description below alone.
            .Number(rate <= ushort.MaxValue ? (long)rate << 16 : 0)
            .FullBox("esds", 0, stream => Stream(stream, (LowComplexity << 11) | (number << 7) | (channels << 3))));
        return description.Written.ToArray();
    }

    /// <summary>Descriptors within one another, each with its kind and the number of bytes that follow in it.</summary>
    private static void Stream(BoxWriter box, int configuration) => box
        .Bytes([3, 25]).ShortNumber(0).Zeros(1)
        .Bytes([4, 17, Mpeg4Audio, AudioStream]).Zeros(3).Zeros(8)
        .Bytes([5, 2]).ShortNumber(configuration)
        .Bytes([6, 1, 2]);
}
