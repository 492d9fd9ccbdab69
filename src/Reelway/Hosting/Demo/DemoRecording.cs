using System.Globalization;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Hosting.Demo;

/// <summary>Makes a recording as a camera on a stage would: moving picture with a frame counter, somebody speaking, room noise.</summary>
internal sealed class DemoRecording(ProcessRunner runner, string folder)
{
    /// <summary>Length of the recording.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    // No quotes and no colons: it also stands inside a filter description.
    private const string Words =
        "Good morning, and welcome to the harbour stage. This is a recording that nobody made with a camera, and yet it goes the same way "
        + "as every other one. It lies in a folder until it has stood still for a moment. Then its talk is found in the programme, by the "
        + "title that its file is named after. Everything before the talk is cut away, and so is everything after it. Picture and sound "
        + "fade in, and they fade out again. The result is kept in the archive, and a copy of it goes up to the page of this stage, piece "
        + "by piece, just as the page asks for it. When it can be watched, the speakers get a letter with the link, and the same link is "
        + "written into the programme. If the power fails in between, the work goes on where it stopped, and nobody hears about this talk "
        + "twice. Thank you for listening, and enjoy the day.";

    // The gradient is computed small and scaled up: at full size it alone takes half a minute.
    private const string Picture = "gradients=size=320x180:rate=25:duration=60:speed=0.02:nb_colors=4:seed=7,scale=1280:720,format=yuv420p";
    private const string Counter =
        "drawtext=text='Harbour Stage':fontsize=56:fontcolor=white:x=60:y=60,"
        + "drawtext=text='frame %{frame_num}':fontsize=64:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=16:x=(w-tw)/2+300*sin(n/40):y=h-th-60";

    // Draws a clock of its own, where ffmpeg was built without fonts.
    private const string PictureWithClock = "testsrc2=size=1280x720:rate=25:duration=60";

    // Never quite silent, so that a fade that is missing would be heard.
    private const string RoomNoise = "anoisesrc=color=pink:amplitude=0.02:sample_rate=48000:duration=60:seed=1";
    private const string Sound = "[1:a]aresample=48000,apad[s];[s][2:a]amix=inputs=2:duration=shortest:normalize=0,aformat=channel_layouts=stereo[a]";

    /// <summary>Makes it and returns its path.</summary>
    /// <param name="progress">Told how much of it is made, 0 to 1.</param>
    public async Task<string> MakeAsync(IProgress<double> progress, CancellationToken cancellation)
    {
        var filters = (await RunAsync("ffmpeg", ["-hide_banner", "-filters"], null, cancellation)).Output;
        var hasFonts = filters.Contains(" drawtext ", StringComparison.Ordinal);
        string[] voice = filters.Contains(" flite ", StringComparison.Ordinal)
            ? ["-f", "lavfi", "-i", $"flite=text='{Words}':voice=slt"]
            : await SpeakAsync(cancellation);
        var file = Path.Combine(folder, "recording.mp4");
        await RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-nostats", "-progress", "pipe:1", "-y",
                "-f", "lavfi", "-i", hasFonts ? Picture : PictureWithClock,
                .. voice,
                "-f", "lavfi", "-i", RoomNoise,
                "-filter_complex", $"[0:v]{(hasFonts ? Counter : "null")}[v];{Sound}",
                "-map", "[v]", "-map", "[a]", "-t", Length.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-g", "50", "-pix_fmt", "yuv420p",
                "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", file,
            ],
            line => ReportProgress(line, progress),
            cancellation);
        return file;
    }

    private static void ReportProgress(string line, IProgress<double> progress)
    {
        const string Key = "out_time_us=";
        if (line.StartsWith(Key, StringComparison.Ordinal) && long.TryParse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture, out var microseconds))
        {
            progress.Report(microseconds / Length.TotalMicroseconds);
        }
    }

    /// <summary>The ffmpeg input that speaks, by a program where ffmpeg can't; a tone where there is none.</summary>
    private async Task<string[]> SpeakAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(folder, "voice.wav");
        (string Tool, string[] Arguments)[] speakers =
        [
            ("espeak-ng", ["-v", "en", "-w", file, Words]),
            ("flite", ["-voice", "slt", "-t", Words, "-o", file]),
        ];
        foreach (var (tool, arguments) in speakers)
        {
            try
            {
                await RunAsync(tool, arguments, null, cancellation);
                return ["-i", file];
            }
            catch (MediaException missing) when (missing.Kind == MediaFaultKind.ToolMissing)
            {
                continue;
            }
        }

        return ["-f", "lavfi", "-i", "sine=frequency=220:beep_factor=4:sample_rate=48000:duration=60"];
    }

    private async Task<ProcessResult> RunAsync(string tool, string[] arguments, Action<string>? onLine, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(new ProcessRequest { Tool = tool, Arguments = arguments, OnLine = onLine }, cancellation);
        return result.ExitCode == 0
            ? result
            : throw new CliException(
                ExitCode.Failed, $"{tool} could not make the demo's recording (exit code {result.ExitCode}): {LastLine(result.ErrorTail)}");
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();
}
