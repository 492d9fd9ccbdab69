namespace Reelway.Media;

/// <summary>Keeps of a sound what lies below 3 kHz.</summary>
internal static class LowPass
{
    private const double CutoffHz = 2500;

    /// <summary>Samples on each side of a filter that has fallen by 60 dB at 4 kHz, at 48 kHz.</summary>
    private const int Reach = 96;

    /// <param name="samples">Channels interleaved.</param>
    /// <returns>As many samples less those at both ends that the filter has no neighbours for.</returns>
    public static double[] Apply(float[] samples, int channels, int sampleRate)
    {
        var filter = Kernel(sampleRate);
        var result = new double[Math.Max(0, samples.Length - (2 * Reach * channels))];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            for (var tap = 0; tap < filter.Length; tap++)
            {
                sum += filter[tap] * samples[i + (tap * channels)];
            }

            result[i] = sum;
        }

        return result;
    }

    /// <summary>A sinc under a Blackman window.</summary>
    private static double[] Kernel(int sampleRate)
    {
        var kernel = new double[(2 * Reach) + 1];
        for (var i = 0; i < kernel.Length; i++)
        {
            var x = 2 * CutoffHz / sampleRate * (i - Reach);
            var window = 0.42 - (0.5 * Math.Cos(Math.PI * i / Reach)) + (0.08 * Math.Cos(2 * Math.PI * i / Reach));
            kernel[i] = (x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)) * window;
        }

        var whole = kernel.Sum();
        return Array.ConvertAll(kernel, tap => tap / whole);
    }
}
