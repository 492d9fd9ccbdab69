using System.Globalization;
using Reelway.Media;

namespace Reelway.Bench;

/// <summary>Makes recordings of a talk: one encoded minute of 1080p30 with the encoder's usual groups of 250 frames, and its sound, again and again.</summary>
internal sealed class VideoRecordings(ProcessRunner runner, string folder)
{
    private const string Slide =
        "color=c=0x203040:s=1920x1080:r=30:d=60[a];testsrc2=s=480x270:r=30:d=60,noise=alls=3:allf=t[b];gradients=s=640x360:r=30:speed=0.02:nb_colors=4:seed=7[c];"
        + "[a][b]overlay=1400:40[d];[d][c]overlay=100:300:shortest=1,format=yuv420p[v]";

    private const string Voice = "aevalsrc='0.3*sin(2*PI*(220+40*sin(2*PI*0.5*t))*t)+0.05*random(0)':s=48000:c=stereo:d=60";

    /// <summary>Makes a recording of so many minutes.</summary>
    public async Task<string> MakeAsync(int minutes, CancellationToken cancellation)
    {
        var picture = Path.Combine(folder, "minute.mp4");
        var sound = Path.Combine(folder, "minute.aac");
        if (!File.Exists(picture))
        {
            await FfmpegAsync(
                runner,
                ["-filter_complex", Slide, "-map", "[v]", "-t", "60", "-c:v", "libx264", "-preset", "superfast", "-crf", "21", "-x264-params", "keyint=250:bframes=3:b-pyramid=normal", picture],
                cancellation);
            await FfmpegAsync(runner, ["-f", "lavfi", "-i", Voice, "-c:a", "aac", "-b:a", "160k", "-f", "adts", sound], cancellation);
        }

        // Packets of a bare AAC file follow one another without times, so that the sound goes on evenly from minute to minute.
        var looped = Path.Combine(folder, "looped.aac");
        var minute = await File.ReadAllBytesAsync(sound, cancellation);
        await using (var file = File.Create(looped))
        {
            for (var i = 0; i < minutes; i++)
            {
                await file.WriteAsync(minute, cancellation);
            }
        }

        var talk = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"talk{minutes}.mp4"));
        await FfmpegAsync(
            runner,
            ["-stream_loop", $"{minutes - 1}", "-i", picture, "-i", looped, "-map", "0:v", "-map", "1:a", "-c", "copy", "-bsf:a", "aac_adtstoasc", "-shortest", talk],
            cancellation);
        return talk;
    }

    public static async Task FfmpegAsync(ProcessRunner runner, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(new ProcessRequest { Tool = "ffmpeg", Arguments = ["-v", "error", "-nostdin", "-y", .. arguments] }, cancellation);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg failed: {result.ErrorTail}");
        }
    }
}
