using System.Globalization;

namespace Reelway.Media;

/// <summary>Measures clips, and finds the gain that brings them to the wished loudness.</summary>
internal sealed class Normaliser(LoudnessMeter meter, Downmix downmix, MediaOptions options)
{
    /// <summary>What is quieter is noise: made as loud as a talk, it would be nothing else.</summary>
    private const double Quietest = -60;

    /// <summary>How near a limited track has to come before its gain is left as it is, and how often that is tried.</summary>
    private const double NearEnough = 0.3;
    private const int Rounds = 3;

    /// <summary>Measures the range to keep and decides what each track gets. Without a wish to change it, only the sums of surround sound are measured yet.</summary>
    public async Task<CutPlan> PrepareAsync(CutPlan plan, CancellationToken cancellation)
    {
        plan = await downmix.PrepareAsync(plan, cancellation);
        if (plan.Loudness?.Mode != MediaLoudness.Normalise || plan.Source.Audio.Count == 0)
        {
            return plan;
        }

        plan = plan with { Intro = await LevelAsync(plan, plan.Intro, cancellation), Outro = await LevelAsync(plan, plan.Outro, cancellation) };
        var measured = await meter.MeasureAsync(plan, cancellation);
        var loudness = plan.Loudness! with { Tracks = [.. plan.Source.Audio.Zip(measured, (track, measure) => Decide(track, measure, plan.Loudness.TargetLufs))] };
        if (!loudness.Changes)
        {
            return plan with { Loudness = loudness };
        }

        plan = plan with { Loudness = loudness, Sound = plan.Sound is null ? null : SoundPlan.Encode("its loudness is changed") };
        for (var round = 0; round < Rounds && plan.Loudness.Tracks.Any(track => track.Gain?.LimitDbtp is not null); round++)
        {
            // What the limiter takes off the peaks is missing in the whole: find out by listening to it.
            var reached = await meter.MeasureAsync(plan, cancellation);
            var tracks = plan.Loudness.Tracks.Zip(reached, (track, measure) => Correct(track, measure, plan.Loudness.TargetLufs)).ToList();
            if (tracks.SequenceEqual(plan.Loudness.Tracks))
            {
                break;
            }

            plan = plan with { Loudness = plan.Loudness with { Tracks = tracks } };
        }

        return plan;
    }

    /// <summary>Brings what is shown before or after the talk to the same loudness.</summary>
    private async Task<Bumper?> LevelAsync(CutPlan plan, Bumper? bumper, CancellationToken cancellation)
        => bumper?.Sound is { } sound
            ? bumper with { Gain = Decide(sound, await meter.MeasureAsync(bumper, plan.Source.Audio[0], cancellation), plan.Loudness!.TargetLufs).Gain }
            : bumper;

    /// <summary>How loud the clip became; null where nobody asked.</summary>
    /// <param name="clip">The clip.</param>
    public async Task<ClipLoudness?> ReportAsync(CutPlan plan, string clip, CancellationToken cancellation)
    {
        if (plan.Loudness is not { } loudness)
        {
            return null;
        }

        var normalised = loudness.Mode == MediaLoudness.Normalise;
        var target = normalised ? loudness.TargetLufs : (double?)null;
        var sound = plan.Source.Audio;
        if (sound.Count == 0)
        {
            return new ClipLoudness(Name(loudness.Mode), target, []);
        }

        // What was left alone is as loud as before.
        var measured = normalised && !loudness.Changes ? [.. loudness.Tracks.Select(track => track.Recording)] : await meter.MeasureAsync(plan, clip, cancellation);
        return new ClipLoudness(
            Name(loudness.Mode), target,
            [.. measured.Select((measure, number) => loudness.Tracks.ElementAtOrDefault(number) is { } track
                ? new TrackLoudness(number + 1, measure, track.Gain?.Decibel ?? 0, track.Recording, track.Reason)
                : new TrackLoudness(number + 1, measure, 0, null, "measured only"))]);
    }

    private TrackGain Decide(AudioTrack track, LoudnessMeasure measured, double target)
    {
        if (measured.IntegratedLufs is not { } integrated)
        {
            return new TrackGain(track, measured, null, "left alone: it is silent or shorter than 0.4 s");
        }

        var difference = Math.Round(target - integrated, 1);
        if (integrated < Quietest)
        {
            return new TrackGain(track, measured, null, Text($"left alone: at {integrated:0.0} LUFS it is noise rather than a talk"));
        }

        if (Math.Abs(difference) <= LoudnessPlan.ToleranceLu)
        {
            return new TrackGain(track, measured, null, Text($"left alone: it lies within {LoudnessPlan.ToleranceLu:0} LU of {target:0.#} LUFS"));
        }

        var limited = (measured.TruePeakDbtp ?? 0) + difference > options.TruePeakLimit;
        var gain = new Gain(difference, limited ? options.TruePeakLimit : null);
        return new TrackGain(track, measured, gain, Reason(gain, integrated));
    }

    private static TrackGain Correct(TrackGain track, LoudnessMeasure reached, double target)
    {
        if (track is not { Gain: { LimitDbtp: not null } gain, Recording.IntegratedLufs: { } integrated } || reached.IntegratedLufs is not { } now
            || Math.Abs(target - now) <= NearEnough)
        {
            return track;
        }

        var corrected = gain with { Decibel = Math.Round(gain.Decibel + target - now, 1) };
        return track with { Gain = corrected, Reason = Reason(corrected, integrated) };
    }

    private static string Reason(Gain gain, double integrated)
        => Text($"made {Math.Abs(gain.Decibel):0.0} dB {(gain.Decibel > 0 ? "louder" : "quieter")} than the recording's {integrated:0.0} LUFS")
            + (gain.LimitDbtp is { } limit ? Text($", its peaks held below {limit:0.#} dBTP") : "");

    private static string Name(MediaLoudness mode) => mode == MediaLoudness.Normalise ? "normalise" : "measure";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
