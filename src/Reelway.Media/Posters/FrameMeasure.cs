namespace Reelway.Media;

/// <summary>How bright, varied and sharp a picture is.</summary>
/// <remarks>
/// Measured here on a small grey copy, and not by ffmpeg's signalstats and blurdetect: these three numbers come from one look at a few bytes, can be
/// tested without a video, and mean the same with every version of ffmpeg (blurdetect is missing before 5.1).
/// </remarks>
/// <param name="Brightness">Mean of the grey levels, 0 (black) to 255.</param>
/// <param name="Contrast">Standard deviation of the grey levels; 0 for a picture of one colour.</param>
/// <param name="Sharpness">Variance of the Laplacian: high where edges are steep, near 0 where the picture is blurred or empty.</param>
internal sealed record FrameMeasure(double Brightness, double Contrast, double Sharpness)
{
    /// <summary>Darker than this is black with noise: a fade, a lens cap, a projector without a signal.</summary>
    private const double BlackBelow = 16;

    /// <summary>Less contrast than this is a single colour: a blank slide, a flash, a test card's grey.</summary>
    private const double EmptyBelow = 4;

    /// <summary>True when it shows anything.</summary>
    public bool IsUsable => Brightness >= BlackBelow && Contrast >= EmptyBelow;

    /// <summary>Measures.</summary>
    /// <param name="grey">One byte for each point, row by row.</param>
    /// <param name="width">Points in a row.</param>
    public static FrameMeasure Of(ReadOnlySpan<byte> grey, int width)
    {
        if (width < 1 || grey.Length == 0 || grey.Length % width != 0)
        {
            throw new ArgumentException($"{grey.Length} bytes are no picture that is {width} points wide.", nameof(grey));
        }

        var (brightness, variance) = Spread(grey);
        return new FrameMeasure(brightness, Math.Sqrt(variance), Sharp(grey, width));
    }

    private static (double Mean, double Variance) Spread(ReadOnlySpan<byte> grey)
    {
        long sum = 0, squares = 0;
        foreach (var level in grey)
        {
            sum += level;
            squares += level * level;
        }

        var mean = (double)sum / grey.Length;
        return (mean, Math.Max(0, ((double)squares / grey.Length) - (mean * mean)));
    }

    private static double Sharp(ReadOnlySpan<byte> grey, int width)
    {
        var height = grey.Length / width;
        long sum = 0, squares = 0, count = 0;
        for (var row = 1; row < height - 1; row++)
        {
            for (var column = 1; column < width - 1; column++)
            {
                var here = (row * width) + column;
                var edge = grey[here - 1] + grey[here + 1] + grey[here - width] + grey[here + width] - (4 * grey[here]);
                sum += edge;
                squares += edge * edge;
                count++;
            }
        }

        return count == 0 ? 0 : Math.Max(0, ((double)squares / count) - Math.Pow((double)sum / count, 2));
    }
}
