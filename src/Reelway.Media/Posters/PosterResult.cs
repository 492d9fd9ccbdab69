namespace Reelway.Media;

/// <summary>The poster that was made.</summary>
/// <param name="Output">Full path of the JPEG.</param>
/// <param name="At">The moment that it shows, from the beginning of the file.</param>
/// <param name="Reason">Why this moment, in words.</param>
/// <param name="Remark">What is wrong with it, in words; null when nothing is.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Bytes">Size of the JPEG.</param>
/// <param name="Brightness">Mean brightness, 0 (black) to 1.</param>
/// <param name="Sharpness">Variance of the Laplacian, as it was measured on a small copy: comparable among the frames of one file.</param>
/// <param name="Looked">Number of frames that were looked at.</param>
public sealed record PosterResult(
    string Output, TimeSpan At, string Reason, string? Remark, int Width, int Height, long Bytes, double Brightness, double Sharpness, int Looked);
