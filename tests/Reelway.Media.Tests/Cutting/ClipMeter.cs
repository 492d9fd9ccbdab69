using System.Runtime.InteropServices;

namespace Reelway.Media.Tests;

/// <summary>Decodes a clip with the real ffmpeg and measures what is really in it.</summary>
internal sealed record ClipMeter(IReadOnlyList<byte[]> Frames, short[] Sound)
{
    public const int SampleRate = 48000;

    /// <summary>Mean luma of each frame; black is 16.</summary>
    public IReadOnlyList<double> Luma { get; } = [.. Frames.Select(Mean)];

    /// <summary>When sound begins, in seconds; the fade of a clip must be over by then.</summary>
    public double SoundOnset => Array.FindIndex(Sound, sample => Math.Abs((int)sample) > 3000) / (double)SampleRate;

    public static async Task<ClipMeter> DecodeAsync(string path, int width, int height, TempFolder folder, bool hasSound = true)
    {
        var picture = folder.File("decoded.yuv");
        var sound = folder.File("decoded.pcm");

        // One run of ffmpeg for both, since starting it takes longer than what it does here.
        await Clips.FfmpegAsync(
            [
                "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", picture,
                .. hasSound ? (string[])["-map", "0:a:0", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", sound] : [],
            ]);
        var pixels = await File.ReadAllBytesAsync(picture);
        var samples = hasSound ? MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(sound)).ToArray() : [];
        var luma = width * height;
        var size = luma + (2 * ((width + 1) / 2) * ((height + 1) / 2));
        return new ClipMeter([.. Enumerable.Range(0, pixels.Length / size).Select(frame => pixels[(frame * size)..((frame * size) + luma)])], samples);
    }

    /// <summary>Root mean square of a piece of the sound, in dB below full scale.</summary>
    public double Decibel(Range range)
    {
        var piece = Sound[range];
        return 20 * Math.Log10(Math.Max(1e-9, Math.Sqrt(piece.Average(sample => Math.Pow(sample / 32768.0, 2)))));
    }

    /// <summary>Mean difference of two pictures, in steps of luma.</summary>
    public static double Difference(byte[] one, byte[] other)
    {
        var sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - other[i]);
        }

        return (double)sum / one.Length;
    }

    private static double Mean(byte[] frame)
    {
        var sum = 0;
        foreach (var pixel in frame)
        {
            sum += pixel;
        }

        return (double)sum / frame.Length;
    }
}
