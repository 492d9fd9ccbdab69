namespace Reelway.Media;

/// <summary>When a frame is shown.</summary>
/// <param name="Pts">Its timestamp in ticks of the stream's time base.</param>
/// <param name="Duration">Ticks until the next one, as the file says; 0 when it does not.</param>
internal readonly record struct FrameTime(long Pts, long Duration);
