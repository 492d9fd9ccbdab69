using System.Globalization;

namespace Reelway.Media;

/// <summary>What is done about the loudness of a clip.</summary>
/// <param name="Mode">What was asked for.</param>
/// <param name="TargetLufs">What normalised sound is brought to.</param>
/// <param name="Tracks">What each sound track gets; empty until it is measured.</param>
internal sealed record LoudnessPlan(MediaLoudness Mode, double TargetLufs, IReadOnlyList<TrackGain> Tracks)
{
    /// <summary>What lies nearer to the target is left alone: nobody hears it, and the sound can be copied.</summary>
    public const double ToleranceLu = 1;

    /// <summary>What is going to be done, in words.</summary>
    public string Words => Mode == MediaLoudness.Measure
        ? "the clip is measured"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the kept range is measured first and brought to {TargetLufs:0.#} LUFS, which encodes all sound; within {ToleranceLu:0} LU of it, it is left alone");

    /// <summary>True when a track is made louder or quieter, so that all sound is encoded.</summary>
    public bool Changes => Tracks.Any(track => track.Gain is not null);

    /// <summary>What a track of the recording gets; null: it is left alone.</summary>
    public Gain? Of(AudioTrack track) => Tracks.FirstOrDefault(one => one.Track.Index == track.Index)?.Gain;
}

/// <summary>What a track gets, and why.</summary>
/// <param name="Track">The recording's track.</param>
/// <param name="Recording">How loud its kept range is.</param>
/// <param name="Gain">Null: it is left alone.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record TrackGain(AudioTrack Track, LoudnessMeasure Recording, Gain? Gain, string Reason);
