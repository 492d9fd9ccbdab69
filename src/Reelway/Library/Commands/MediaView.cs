using Reelway.Media;

namespace Reelway.Library.Commands;

/// <summary>A media file as <c>media probe --json</c> shows it.</summary>
internal sealed record MediaView(
    string Path, long Bytes, string Container, long DurationMs, IReadOnlyList<VideoView> Video, IReadOnlyList<AudioView> Audio)
{
    public static MediaView Of(MediaInfo info) => new(
        info.Path, info.Bytes, info.Container, (long)info.Duration.TotalMilliseconds, [.. info.Video.Select(VideoView.Of)], [.. info.Audio.Select(AudioView.Of)]);
}

/// <summary>A moving picture.</summary>
internal sealed record VideoView(
    int Index, int Number, bool Default, string Codec, string? Profile, int Width, int Height, double? FramesPerSecond, string? PixelFormat, int Rotation, bool Interlaced, long? DurationMs)
{
    public static VideoView Of(VideoTrack track) => new(
        track.Index, track.Number, track.IsDefault, track.Codec, track.Profile, track.Width, track.Height,
        track.FrameRate.Denominator == 0 ? null : Math.Round((double)track.FrameRate.Numerator / track.FrameRate.Denominator, 6),
        track.PixelFormat, track.Rotation, track.IsInterlaced, (long?)track.Duration?.TotalMilliseconds);
}

/// <summary>A sound track.</summary>
internal sealed record AudioView(int Index, int Number, bool Default, string Codec, string? Profile, int SampleRate, int Channels, string? Language, long? DurationMs)
{
    public static AudioView Of(AudioTrack track) => new(
        track.Index, track.Number, track.IsDefault, track.Codec, track.Profile, track.SampleRate, track.Channels, track.Language, (long?)track.Duration?.TotalMilliseconds);
}

/// <summary>A finished cut as <c>media cut --json</c> shows it.</summary>
internal sealed record CutView(
    string Output, string Mode, string Reason, double DurationSeconds, long Frames, long HeadFrames, long MiddleFrames, long TailFrames, long BumperFrames, string Audio,
    double FadeSeconds, double IntroSeconds, double OutroSeconds, LoudnessView? Loudness, int? Captions, TracksView Tracks, IReadOnlyList<string> Notes, ProofView Proof, long ElapsedMs, long Bytes, string Sha256)
{
    public static CutView Of(CutResult result) => new(
        result.Output, result.Mode, result.Reason, result.DurationSeconds, result.Frames, result.HeadFrames, result.MiddleFrames, result.TailFrames, result.BumperFrames, result.Audio,
        result.FadeSeconds, result.IntroSeconds, result.OutroSeconds, LoudnessView.Of(result.Loudness), result.Captions, TracksView.Of(result.Choice), result.Notes, ProofView.Of(result.Proof), (long)result.Elapsed.TotalMilliseconds, result.Bytes, result.Sha256);
}

/// <summary>Which picture and sound of a recording are taken, in <c>media plan --json</c> and <c>media cut --json</c>.</summary>
/// <param name="Picture">Number of the picture, from 1 in the file's order.</param>
/// <param name="Sound">Number of the sound that comes first; null: there is none.</param>
/// <param name="Reason">Why; null where there was nothing to choose.</param>
/// <param name="Warning">What is probably wrong with the choice; null when nothing is.</param>
internal sealed record TracksView(int Picture, int? Sound, string? Reason, string? Warning)
{
    public static TracksView Of(TrackChoice choice) => new(choice.Picture, choice.Sound, choice.Reason, choice.Warning);
}

/// <summary>How loud a clip is, in <c>media cut --json</c>.</summary>
internal sealed record LoudnessView(string Mode, double? TargetLufs, IReadOnlyList<TrackLoudnessView> Tracks)
{
    public static LoudnessView? Of(ClipLoudness? loudness)
        => loudness is null ? null : new(loudness.Mode, loudness.TargetLufs, [.. loudness.Tracks.Select(TrackLoudnessView.Of)]);
}

/// <summary>How loud a track of the clip is.</summary>
internal sealed record TrackLoudnessView(
    int Track, double? IntegratedLufs, double? TruePeakDbtp, double RangeLu, double GainDb, LoudnessMeasure? Recording, string Reason)
{
    public static TrackLoudnessView Of(TrackLoudness track) => new(
        track.Track, track.Clip.IntegratedLufs, track.Clip.TruePeakDbtp, track.Clip.RangeLu, track.GainDb, track.Recording, track.Reason);
}

/// <summary>A proof, in <c>media cut --json</c> and as <c>media prove --json</c> shows it.</summary>
internal sealed record ProofView(bool Passed, IReadOnlyList<ProofCheck> Checks, IReadOnlyList<DamageView> Damage, long ElapsedMs)
{
    public static ProofView Of(ProofReport proof) => new(proof.Passed, proof.Checks, [.. proof.Damage.Select(DamageView.Of)], (long)proof.Elapsed.TotalMilliseconds);
}

/// <summary>A damaged stretch of the recording that was copied as it is. Times count from the beginning of the recording.</summary>
internal sealed record DamageView(double FromSeconds, double UntilSeconds, string Track, int Packets, string What)
{
    public static DamageView Of(DamagedPlace place) => new(Math.Round(place.From.TotalSeconds, 3), Math.Round(place.Until.TotalSeconds, 3), place.Track, place.Packets, place.What);
}

/// <summary>A poster as <c>media poster --json</c> shows it.</summary>
/// <param name="AtSeconds">The moment that it shows, from the beginning of the file.</param>
/// <param name="Brightness">0 (black) to 1.</param>
/// <param name="Remark">What is wrong with it; null when nothing is.</param>
internal sealed record PosterView(
    string Output, double AtSeconds, string Reason, string? Remark, int Width, int Height, long Bytes, double Brightness, double Sharpness, int FramesLookedAt)
{
    public static PosterView Of(PosterResult made) => new(
        made.Output, Math.Round(made.At.TotalSeconds, 6), made.Reason, made.Remark, made.Width, made.Height, made.Bytes, Math.Round(made.Brightness, 3),
        Math.Round(made.Sharpness, 1), made.Looked);
}

/// <summary>How a cut would be made, as <c>media plan --json</c> shows it.</summary>
/// <param name="TimeBase">Seconds per tick of the <c>…Pts</c>.</param>
internal sealed record CutPlanView(
    string Mode, string Reason, string Audio, string AudioReason, double DurationSeconds, double FadeSeconds, int? HeadFrames, int? TailFrames,
    double? CopyFromSeconds, double? CopyUntilSeconds, string TimeBase, long FirstPts, long EndPts, string? Bumpers, string? Loudness, string? Refusal, TracksView Tracks, IReadOnlyList<string> Notes)
{
    public static CutPlanView Of(CutPlan plan) => new(
        plan.Mode, plan.Reason, plan.Audio, plan.AudioReason, (double)plan.DurationSeconds, (double)plan.FadeSeconds, plan.HeadFrames, plan.TailFrames,
        (double?)plan.CopyFromSeconds, (double?)plan.CopyUntilSeconds, plan.Video.TimeBase.ToString(), plan.FirstPts, plan.EndPts, plan.BumperReason, plan.LoudnessReason, plan.Refusal,
        TracksView.Of(plan.Choice), plan.Notes);
}
