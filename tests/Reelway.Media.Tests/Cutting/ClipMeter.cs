namespace Reelway.Media.Tests;

/// <summary>Decodes a clip with the real ffmpeg and measures what is really in it.</summary>
internal sealed record ClipMeter(IReadOnlyList<byte[]> Frames, short[] Sound)
{
    public const int SampleRate = 48000;

    /// <summary>Mean luma of each frame; black is 16.</summary>
    public IReadOnlyList<double> Luma => [.. Frames.Select(frame => frame.Average(pixel => (double)pixel))];

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
        var samples = hasSound ? await File.ReadAllBytesAsync(sound) : [];
        var luma = width * height;
        var size = luma + (2 * ((width + 1) / 2) * ((height + 1) / 2));
        return new ClipMeter(
            [.. pixels.Chunk(size).Select(frame => frame[..luma])],
            [.. samples.Chunk(2).Select(pair => BitConverter.ToInt16(pair))]);
    }

    /// <summary>Root mean square of a piece of the sound, in dB below full scale.</summary>
    public double Decibel(Range range)
    {
        var piece = Sound[range];
        return 20 * Math.Log10(Math.Max(1e-9, Math.Sqrt(piece.Average(sample => Math.Pow(sample / 32768.0, 2)))));
    }

    /// <summary>Mean difference of two pictures, in steps of luma.</summary>
    public static double Difference(byte[] one, byte[] other) => one.Zip(other, (left, right) => Math.Abs(left - right)).Average();
}
