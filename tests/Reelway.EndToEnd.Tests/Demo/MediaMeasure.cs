using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelway.EndToEnd.Tests.Demo;

/// <summary>What a video shows and sounds like at its ends, measured by decoding all of it.</summary>
internal static class MediaMeasure
{
    private const int SampleRate = 48000;

    /// <summary>Mean luma of every frame, 0 to 255; of a smaller picture, whose mean is the same.</summary>
    public static async Task<IReadOnlyList<double>> LumaAsync(string file, CancellationToken cancellation)
    {
        const string Key = "lavfi.signalstats.YAVG=";
        var output = await FfmpegAsync(
            ["-i", file, "-an", "-vf", "scale=320:-2:flags=area,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-", "-f", "null", "-"], cancellation);
        return
        [
            .. System.Text.Encoding.UTF8.GetString(output).Split('\n')
                .Where(line => line.StartsWith(Key, StringComparison.Ordinal))
                .Select(line => double.Parse(line[Key.Length..], CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The sound as one channel at 48 kHz, -1 to 1.</summary>
    public static async Task<float[]> SoundAsync(string file, CancellationToken cancellation)
        => MemoryMarshal.Cast<byte, float>(await FfmpegAsync(
            ["-i", file, "-vn", "-ac", "1", "-ar", $"{SampleRate}", "-f", "f32le", "-"], cancellation)).ToArray();

    /// <summary>Loudness in dB of full scale; minus infinity for silence.</summary>
    public static double Decibels(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return 10 * Math.Log10(sum / samples.Length);
    }

    /// <summary>Samples of so long a sound.</summary>
    public static int Samples(double milliseconds) => (int)(SampleRate * milliseconds / 1000);

    private static async Task<byte[]> FfmpegAsync(string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
