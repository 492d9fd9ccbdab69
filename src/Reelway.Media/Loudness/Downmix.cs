using System.Globalization;

namespace Reelway.Media;

/// <summary>Turns the stereo sum of surround sound down, where it would exceed full scale.</summary>
/// <remarks>
/// Left, 0.71 of the centre and 0.71 of what is behind add up to 2.4 times full scale at worst. To divide by that always would make every talk whose
/// speaker is in the centre 8 dB quieter for nothing: so the sum is listened to, and turned down by what is too much, evenly over the whole clip.
/// </remarks>
internal sealed class Downmix(LoudnessMeter meter, MediaOptions options)
{
    /// <summary>Measures the sums in the range to keep.</summary>
    public async Task<CutPlan> PrepareAsync(CutPlan plan, CancellationToken cancellation)
    {
        var surround = plan.Source.Audio.Where(track => track.IsSurround).ToList();
        if (surround.Count == 0)
        {
            return plan;
        }

        var sums = await meter.MeasureAsync(plan, surround, cancellation);
        return plan with
        {
            Downmixed = surround.Zip(sums, (track, sum) => (track, Gain: Math.Round(Math.Min(0, options.TruePeakLimit - (sum.TruePeakDbtp ?? double.NegativeInfinity)), 1, MidpointRounding.ToNegativeInfinity)))
                .ToDictionary(one => one.track.Number, one => one.Gain),
        };
    }

    /// <summary>What is done to the track, as a sentence.</summary>
    /// <param name="gain">In dB; null: it is measured when the clip is made.</param>
    public static string Words(AudioTrack track, double? gain) => gain switch
    {
        null => $"Sound {track.Number} ({track.Channels} channels) becomes stereo, turned down where the sum would exceed full scale.",
        0 => $"Sound {track.Number} ({track.Channels} channels) became stereo.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Sound {track.Number} ({track.Channels} channels) became stereo, {-gain:0.0} dB quieter so that the sum does not exceed full scale."),
    };
}
