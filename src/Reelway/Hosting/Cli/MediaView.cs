using Reelway.Media;

namespace Reelway.Hosting.Cli;

/// <summary>A media file as <c>media probe --json</c> shows it.</summary>
internal sealed record MediaView(
    string Path, long Bytes, string Container, long DurationMs, IReadOnlyList<VideoView> Video, IReadOnlyList<AudioView> Audio)
{
    public static MediaView Of(MediaInfo info) => new(
        info.Path, info.Bytes, info.Container, (long)info.Duration.TotalMilliseconds, [.. info.Video.Select(VideoView.Of)], [.. info.Audio.Select(AudioView.Of)]);
}

/// <summary>A moving picture.</summary>
internal sealed record VideoView(
    int Index, string Codec, string? Profile, int Width, int Height, double? FramesPerSecond, string? PixelFormat, int Rotation, bool Interlaced, long? DurationMs)
{
    public static VideoView Of(VideoTrack track) => new(
        track.Index, track.Codec, track.Profile, track.Width, track.Height,
        track.FrameRate.Denominator == 0 ? null : Math.Round((double)track.FrameRate.Numerator / track.FrameRate.Denominator, 6),
        track.PixelFormat, track.Rotation, track.IsInterlaced, (long?)track.Duration?.TotalMilliseconds);
}

/// <summary>A sound track.</summary>
internal sealed record AudioView(int Index, string Codec, string? Profile, int SampleRate, int Channels, string? Language, long? DurationMs)
{
    public static AudioView Of(AudioTrack track) => new(
        track.Index, track.Codec, track.Profile, track.SampleRate, track.Channels, track.Language, (long?)track.Duration?.TotalMilliseconds);
}

/// <summary>A finished cut as <c>media cut --json</c> shows it.</summary>
internal sealed record CutView(
    string Output, string Mode, string Reason, double DurationSeconds, long Frames, double FadeSeconds, long Bytes, string Sha256, long ElapsedMs)
{
    public static CutView Of(CutResult result) => new(
        result.Output, result.Mode, result.Reason, result.DurationSeconds, result.Frames, result.FadeSeconds, result.Bytes, result.Sha256,
        (long)result.Elapsed.TotalMilliseconds);
}
