namespace Reelway.Media;

/// <summary>Small frames of a clip, side by side in one JPEG.</summary>
/// <param name="Output">Full path of the JPEG.</param>
/// <param name="FrameWidth">Width of each frame in pixels; the JPEG is as many times wider as there are frames.</param>
/// <param name="FrameHeight">Height of each frame, and of the JPEG.</param>
/// <param name="Times">When each frame is shown, from the beginning of the clip.</param>
/// <param name="Bytes">Size of the JPEG.</param>
public sealed record ScrubStrip(string Output, int FrameWidth, int FrameHeight, IReadOnlyList<TimeSpan> Times, long Bytes);
