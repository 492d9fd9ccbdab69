namespace Reelway.Scaling.Fields;

/// <summary>What a video file itself says; other kinds have none.</summary>
/// <param name="Codec">Of the picture, such as <c>h264</c>.</param>
/// <param name="FrameRate">Frames in a second; null where it is not known.</param>
internal sealed record TechnicalMetadata(TimeSpan Duration, int Width, int Height, string Codec, double? FrameRate);
