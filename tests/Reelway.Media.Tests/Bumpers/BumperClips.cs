namespace Reelway.Media.Tests;

/// <summary>An intro and an outro, of another size and rate than any recording; made once.</summary>
internal static class BumperClips
{
    private static readonly Lazy<Task<string>> Intro = new(() => MakeAsync(
        "intro.mp4",

        // Left red, right blue, white from 1 s on, when it beeps.
        "-f", "lavfi", "-i", "color=red:s=160x240:r=25:d=2", "-f", "lavfi", "-i", "color=blue:s=160x240:r=25:d=2",
        "-f", "lavfi", "-i", "aevalsrc='if(gte(t\\,1)\\,0.8*sin(2*PI*997*t)\\,0)':s=44100:d=1.9",
        "-filter_complex", "[0][1]hstack,drawbox=w=iw:h=ih:color=white:t=fill:enable='gte(t,1)'", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"));

    private static readonly Lazy<Task<string>> Outro = new(() => MakeAsync("outro.mp4", "-f", "lavfi", "-i", "testsrc=s=256x100:r=50:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p"));

    public static Task<string> IntroAsync(CancellationToken cancellation) => Intro.Value.WaitAsync(cancellation);

    public static Task<string> OutroAsync(CancellationToken cancellation) => Outro.Value.WaitAsync(cancellation);

    private static async Task<string> MakeAsync(string name, params string[] arguments)
    {
        var path = Path.Combine(Clips.NewFolder("bumpers"), name);
        await Clips.FfmpegAsync([.. arguments, path]);
        return path;
    }
}
