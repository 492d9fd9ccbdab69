namespace Reelway.Media;

/// <summary>A frame that might become the poster, and what was measured of it.</summary>
/// <param name="At">When it is shown, from the beginning of the file.</param>
/// <param name="IsKey">True when it is a key frame, which can be decoded alone.</param>
internal sealed record FrameLook(TimeSpan At, bool IsKey, FrameMeasure Measure);
