using System.Globalization;

namespace Reelway.Media;

/// <summary>How much louder a track is made: by the same amount throughout, so that its loud and quiet passages stay as they are to each other.</summary>
/// <param name="Decibel">The amount; negative: quieter.</param>
/// <param name="LimitDbtp">Peaks are held below this; null where none reaches it.</param>
internal sealed record Gain(double Decibel, double? LimitDbtp)
{
    /// <summary>Where the wave between the samples is higher than both of them, four times as many samples meet it within 0.7 dB (ITU-R BS.1770).</summary>
    private const int Oversampling = 4;

    /// <summary>The filters that do it.</summary>
    public string Filters(int sampleRate)
    {
        var volume = string.Create(CultureInfo.InvariantCulture, $"volume={Decibel:0.##}dB:precision=double");
        if (LimitDbtp is not { } limit)
        {
            return volume;
        }

        // The limiter looks 5 ms ahead; "latency" takes that delay out again. "level" would raise what is below the limit.
        var factor = Math.Pow(10, limit / 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{volume},aresample={Oversampling * sampleRate},alimiter=limit={factor:0.######}:level=false:latency=true,aresample={sampleRate}");
    }
}
