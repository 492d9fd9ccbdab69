using System.Collections.Concurrent;
using Reelway.Contracts;

[assembly: AssemblyFixture(typeof(Reelway.Media.Tests.Clips))]

namespace Reelway.Media.Tests;

/// <summary>Small recordings, each made by the real ffmpeg when the first test asks for it.</summary>
public sealed class Clips : IDisposable
{
    /// <summary>8 s, 320x180, 30 fps: 240 frames, and sound at full loudness from 3 s on, when the picture turns white.</summary>
    private const string Picture = "-f lavfi -i testsrc2=s=320x180:r=30:d=8,drawbox=w=iw:h=ih:color=white:t=fill:enable='gte(t\\,3)*lt(t\\,3.2)'";
    private const string Sound = "-f lavfi -i aevalsrc='if(gte(t\\,3)\\,0.99*sin(2*PI*997*t)\\,0)':s=48000:d=8";
    private const string H264 = "-c:v libx264 -preset ultrafast -bf 2 -g 60 -pix_fmt yuv420p";

    private static readonly string Folder = Directory.CreateTempSubdirectory("reelway-media-clips-").FullName;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Made = new();

    /// <summary>One recording per kind of source that a cut must get right.</summary>
    public static readonly IReadOnlyDictionary<string, string> Recipes = new Dictionary<string, string>
    {
        ["plain.mp4"] = $"{Picture} {Sound} {H264} -c:a aac",
        ["plain.mkv"] = $"{Picture} {Sound} {H264} -c:a aac",
        ["offset.ts"] = $"{Picture} {Sound} {H264} -c:a aac -output_ts_offset 100",
        ["offset.mp4"] = $"{Picture} {Sound} {H264} -c:a aac -output_ts_offset 5",
        ["ntsc.mov"] = $"{Picture.Replace("r=30", "r=30000/1001", StringComparison.Ordinal)} {Sound} {H264} -c:a pcm_s16le",
        ["variable.mp4"] = $"{Picture},select='not(between(mod(n\\,30)\\,10\\,19))' {Sound} {H264} -fps_mode passthrough -c:a aac",
        ["interlaced.mpg"] = $"{Picture},tinterlace=4 {Sound} -c:v mpeg2video -flags +ilme+ildct -top 1 -b:v 2M -c:a mp2",
        ["deep.mkv"] = $"{Picture} {Sound} -c:v libx264 -preset ultrafast -pix_fmt yuv422p10le -c:a aac",
        ["odd.mkv"] = $"{Picture},crop=319:179 {Sound} -c:v libx264 -preset ultrafast -pix_fmt yuv444p -c:a aac",
        ["tracks.mp4"] = $"{Picture} {Sound} {H264} -c:a aac -map 0:v -map 1:a -map 1:a -metadata:s:a:0 language=eng -metadata:s:a:1 language=deu",
        ["surround.mkv"] = $"{Picture} {Sound},pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0 {H264} -c:a ac3",
        ["silent.mp4"] = $"{Picture} {H264}",
        ["late-sound.mp4"] = $"{Picture} -itsoffset 3 -f lavfi -i sine=997:r=48000:d=5,volume=10 {H264} -c:a aac",
        ["sound-ends-early.mp4"] = $"{Picture} -f lavfi -i sine=997:r=48000:d=1 {H264} -c:a aac",
        ["old.avi"] = $"{Picture} {Sound} -c:v mpeg4 -b:v 2M -c:a mp3",
        ["web.webm"] = $"{Picture} {Sound} -c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M -c:a libopus",
        ["sound-only.mp4"] = $"{Sound} -c:a aac",
        ["encrypted.mp4"] = $"{Picture} {Sound} {H264} -c:a aac -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb -encryption_kid a7e61c373e219033c21091fa607bf3b8",
    };

    private static ProcessRunner Runner { get; } = new(new MediaOptions { Folder = Folder }, TimeProvider.System);

    public static Task<string> PlainAsync(CancellationToken cancellation) => GetAsync("plain.mp4", cancellation);

    /// <summary>Full path of a recording.</summary>
    public static Task<string> GetAsync(string name, CancellationToken cancellation)
        => Made.GetOrAdd(name, key => new Lazy<Task<string>>(() => key == "rotated.mp4" ? MakeRotatedAsync() : MakeAsync(key, Words(Recipes[key])))).Value.WaitAsync(cancellation);

    /// <summary>A folder that is removed after the last test.</summary>
    public static string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Runs a program and returns whatever its exit status is.</summary>
    public static Task<ProcessResult> RunAsync(string tool, params string[] arguments)
        => Runner.RunAsync(new ProcessRequest { Tool = tool, Arguments = arguments, Recorded = false, CaptureLimitBytes = 256 * 1024 * 1024 }, CancellationToken.None);

    public void Dispose()
    {
        Runner.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs ffmpeg.</summary>
    public static async Task FfmpegAsync(params string[] arguments)
    {
        var result = await Runner.RunAsync(
            new ProcessRequest { Tool = "ffmpeg", Arguments = ["-v", "error", "-nostdin", "-y", .. arguments], Recorded = false }, CancellationToken.None);
        Assert.True(result.ExitCode == 0, result.ErrorTail);
    }

    private static async Task<string> MakeRotatedAsync()
        => await MakeAsync("rotated.mp4", ["-i", await PlainAsync(CancellationToken.None), "-c", "copy", "-metadata:s:v", "rotate=90"]);

    private static async Task<string> MakeAsync(string name, string[] arguments)
        => Path.Combine(await KeptRecordings.FolderAsync("clip", $"{name} {string.Join(' ', arguments)}", folder => FfmpegAsync([.. arguments, Path.Combine(folder, name)])), name);

    private static string[] Words(string line) => line.Split(' ');
}
