namespace Reelway.Media;

/// <summary>When the frames of a recording are shown.</summary>
/// <param name="Frames">In the order they are shown.</param>
/// <param name="CountedStep">Ticks from frame to frame where the file does not say when a frame is shown, so that they have to be counted; else null.</param>
internal sealed record FrameListing(IReadOnlyList<FrameTime> Frames, long? CountedStep);
