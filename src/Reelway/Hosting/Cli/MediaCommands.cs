using System.CommandLine;
using System.Globalization;
using Reelway.Media;

namespace Reelway.Hosting.Cli;

/// <summary><c>media probe</c> and <c>media cut</c>: the media work on single files, without a server and without a store.</summary>
internal static class MediaCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli) => CliContext.Noun("media", "Media files: what they are, and cutting them.", Probe(cli), Cut(cli));

    private static Command Probe(CliContext cli)
    {
        var file = new Argument<string>("file") { Description = "The media file." };
        return cli.Verb("probe", "Shows what a media file holds.", "reelway media probe recording.mp4 --json", [file], call => MediaWork.RunAsync(call, async media =>
        {
            var info = await media.Probe.ProbeAsync(call.FullPath(call.Value(file)), call.Cancellation);
            var shown = MediaView.Of(info);
            call.Console.Show(shown, text =>
            {
                text.Pairs(("file", shown.Path), ("container", shown.Container), ("duration", MediaTimes.Format(info.Duration)),
                    ("bytes", shown.Bytes.ToString("N0", CultureInfo.InvariantCulture)));
                foreach (var video in shown.Video)
                {
                    text.Line($"video {video.Index}: {video.Codec} {video.Profile} {video.Width}x{video.Height}, {video.FramesPerSecond:0.###} frames/s, {video.PixelFormat}");
                }

                foreach (var audio in shown.Audio)
                {
                    text.Line($"audio {audio.Index}: {audio.Codec}, {audio.SampleRate} Hz, {audio.Channels} channel(s) {audio.Language}");
                }
            });
            return ExitCode.Ok;
        }));
    }

    private static Command Cut(CliContext cli)
    {
        var source = new Argument<string>("source") { Description = "The recording." };
        var start = new Option<string?>("--start") { Description = "First moment to keep: hh:mm:ss, mm:ss or seconds. Default: the beginning.", HelpName = "TIME" };
        var end = new Option<string?>("--end") { Description = "First moment not to keep. Default: the end.", HelpName = "TIME" };
        var fade = new Option<string?>("--fade") { Description = "Length of the fades in seconds; 0 for none. Default: media.fade.", HelpName = "SECONDS" };
        var output = new Option<string>("--out") { Description = "The MP4 to make.", HelpName = "FILE", Required = true };
        return cli.Verb("cut", "Cuts a recording and fades picture and sound in and out.",
            "reelway media cut recording.mp4 --start 00:01:30 --end 00:31:30 --fade 3 --out talk.mp4", [source, start, end, fade, output],
            call => MediaWork.RunAsync(call, async media =>
            {
                var request = new CutRequest
                {
                    Source = call.FullPath(call.Value(source)),
                    Output = call.FullPath(call.Value(output)!),
                    Start = MediaTimes.Read(start, call.Value(start)) ?? TimeSpan.Zero,
                    End = MediaTimes.Read(end, call.Value(end)),
                    Fade = MediaTimes.Read(fade, call.Value(fade)),
                };
                if (File.Exists(request.Output) && !call.SaysYes)
                {
                    throw new CliException(ExitCode.Conflict, $"{request.Output} is there already; name another --out, or replace it with --yes.");
                }

                var result = await CliProgress.WatchAsync(call, "cutting", progress => media.Cutter.CutAsync(request, progress, call.Cancellation));
                var shown = CutView.Of(result);
                call.Console.Show(shown, text => text.Line(string.Create(CultureInfo.InvariantCulture,
                    $"{shown.Output}: {shown.DurationSeconds:0.###} s, {shown.Frames} frames, {shown.Bytes:N0} bytes, {shown.Mode} ({shown.Reason}), in {shown.ElapsedMs / 1000.0:0.0} s")));
                return ExitCode.Ok;
            }));
    }
}
