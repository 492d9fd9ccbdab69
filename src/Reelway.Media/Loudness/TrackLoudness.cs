using System.Globalization;

namespace Reelway.Media;

/// <summary>How loud a track of a clip became, and what was done for it.</summary>
/// <param name="Track">Its place among the sound tracks, from 1.</param>
/// <param name="Clip">What the clip has.</param>
/// <param name="GainDb">How much louder it was made; 0 when it was left alone.</param>
/// <param name="Recording">What the kept range of the recording has, where that was measured.</param>
/// <param name="Reason">What was done and why, in words.</param>
public sealed record TrackLoudness(int Track, LoudnessMeasure Clip, double GainDb, LoudnessMeasure? Recording, string Reason)
{
    /// <summary>All of it in words.</summary>
    public string Words
    {
        get
        {
            var loud = Clip.IntegratedLufs is { } lufs ? Text($"{lufs:0.0} LUFS, range {Clip.RangeLu:0.0} LU") : "too quiet to be measured";
            var peak = Clip.TruePeakDbtp is { } dbtp ? Text($", true peak {dbtp:0.0} dBTP") : "";
            return $"track {Track}: {loud}{peak}; {Reason}";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
