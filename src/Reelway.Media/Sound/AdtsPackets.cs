using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>Where the packets of a file of AAC stand, read one header after the other.</summary>
internal static class AdtsPackets
{
    private const int ReadAtOnce = 64 * 1024;

    /// <summary>Place and size of the content of each packet, its header left out. Ends early where no packet begins any more.</summary>
    public static IEnumerable<(long Place, int Size)> In(SafeFileHandle file)
    {
        var bytes = new SampleBytes(file, ReadAtOnce);
        for (var place = 0L; Next(bytes, place) is var (header, length); place += length)
        {
            yield return (place + header, length - header);
        }
    }

    /// <summary>Rate and number of channels of the first packet; null where none begins.</summary>
    public static (int Rate, int Channels)? FormatOf(SafeFileHandle file)
        => new SampleBytes(file, ReadAtOnce).Get(0, AdtsFrame.ShortHeader) is { IsEmpty: false } header && AdtsFrame.LengthOf(header) is not null
            ? (AacDescription.RateOf((header[2] >> 2) & 15), ((header[2] & 1) << 2) | (header[3] >> 6))
            : null;

    private static (int Header, int Length)? Next(SampleBytes bytes, long place)
    {
        var header = bytes.Get(place, AdtsFrame.ShortHeader);
        return AdtsFrame.LengthOf(header) is { } length ? (AdtsFrame.HeaderOf(header), length) : null;
    }
}
