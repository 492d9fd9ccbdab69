using System.CommandLine;
using System.Globalization;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Library.Commands;

/// <summary><c>media …</c>: the media work on single files, without a server and without a store.</summary>
internal static class MediaCommands
{
    /// <summary>The commands.</summary>
    public static Command Create(CliContext cli)
        => CliContext.Noun("media", "Media files: what they are, cutting them, and pictures of them.", Probe(cli), Plan(cli), Cut(cli), Prove(cli), Poster(cli));

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
                    text.Line($"picture {video.Number}: {video.Codec} {video.Profile} {video.Width}x{video.Height}, {video.FramesPerSecond:0.###} frames/s, {video.PixelFormat}{Default(video.Default, shown.Video.Count)}");
                }

                foreach (var audio in shown.Audio)
                {
                    text.Line($"sound {audio.Number}: {audio.Codec}, {audio.SampleRate} Hz, {audio.Channels} channel(s){(audio.Language is null ? "" : " " + audio.Language)}{Default(audio.Default, shown.Audio.Count)}");
                }
            });
            return ExitCode.Ok;
        }));
    }

    private static Command Plan(CliContext cli)
    {
        var wish = new MediaCutOptions();
        return cli.Verb("plan", "Explains how a cut would be made, without making it.",
            "reelway media plan recording.mp4 --start 00:01:30 --end 00:31:30", wish.All, call => MediaWork.RunAsync(call, async media =>
            {
                var shown = CutPlanView.Of(await media.Cutter.PlanAsync(wish.Read(call, output: ""), call.Cancellation));
                call.Console.Show(shown, text =>
                {
                    text.Pairs(("picture", $"{shown.Mode}: {shown.Reason}"), ("sound", $"{shown.Audio}: {shown.AudioReason}"),
                        ("length", Seconds(shown.DurationSeconds)), ("fade", Seconds(shown.FadeSeconds)));
                    ShowSource(text, shown.Tracks, shown.Notes);
                    if (shown.Bumpers is { } bumpers)
                    {
                        text.Line($"around it: {bumpers}.");
                    }

                    if (shown.Loudness is { } loudness)
                    {
                        text.Line($"loudness: {loudness}.");
                    }

                    if (shown.Refusal is { } refusal)
                    {
                        text.Line($"The cut would be refused. {refusal}");
                    }

                    if (shown is { CopyFromSeconds: { } from, CopyUntilSeconds: { } until })
                    {
                        text.Line($"{shown.HeadFrames} frames are encoded up to {Seconds(from)}, {shown.TailFrames} from {Seconds(until)} on.");
                    }
                });
                return ExitCode.Ok;
            }));
    }

    private static Command Cut(CliContext cli)
    {
        var wish = new MediaCutOptions();
        var captions = new MediaCaptionOptions();
        var output = new Option<string>("--out") { Description = "The MP4 to make.", HelpName = "FILE", Required = true };
        return cli.Verb("cut", "Cuts a recording and fades picture and sound in and out.",
            "reelway media cut recording.mp4 --start 00:01:30 --end 00:31:30 --fade 3 --out talk.mp4\nreelway media cut recording.mp4 --captions recording.vtt --captions-language ces --out talk.mp4",
            [.. wish.All, .. captions.All, output],
            call => MediaWork.RunAsync(call, async media =>
            {
                var request = await captions.AddAsync(wish.Read(call, call.FullPath(call.Value(output)!)), call);
                EnsureFree(call, request.Output);
                var result = await CliProgress.WatchAsync(call, "cutting", progress => media.Cutter.CutAsync(request, progress, call.Cancellation));
                var shown = CutView.Of(result);
                call.Console.Show(shown, text =>
                {
                    text.Line(string.Create(CultureInfo.InvariantCulture,
                        $"{shown.Output}: {shown.DurationSeconds:0.###} s, {shown.Frames} frames, {shown.Bytes:N0} bytes, {shown.Mode} ({shown.Reason}), in {shown.ElapsedMs / 1000.0:0.0} s"));
                    ShowSource(text, shown.Tracks, shown.Notes);
                    if (result.Loudness is { } loudness)
                    {
                        text.Line($"loudness: {loudness.Words}.");
                    }

                    foreach (var place in result.Proof.Damage)
                    {
                        text.Line($"warning: {place.Words}: copied as it is.");
                    }
                });
                return ExitCode.Ok;
            }));
    }

    private static Command Prove(CliContext cli)
    {
        var wish = new MediaCutOptions();
        var clip = new Argument<string>("clip") { Description = "What was cut from it." };
        return cli.Verb("prove", "Compares a clip with the recording that it was cut from.",
            "reelway media prove recording.mp4 talk.mp4 --start 00:01:30 --end 00:31:30", [wish.Source, clip, .. wish.Times, .. wish.Tracks, .. wish.Bumpers], call => MediaWork.RunAsync(call, async media =>
            {
                var proof = await media.Prover.ProveAsync(wish.Read(call, call.FullPath(call.Value(clip))), call.Cancellation);
                var shown = ProofView.Of(proof);
                call.Console.Show(shown, text =>
                {
                    foreach (var check in shown.Checks)
                    {
                        text.Line($"{(check.Passed ? "ok    " : "FAILED")} {check.Name}: {check.Detail}");
                    }

                    foreach (var place in proof.Damage)
                    {
                        text.Line($"note   {place.Words}: copied as it is");
                    }
                });
                return shown.Passed ? ExitCode.Ok : ExitCode.Failed;
            }));
    }

    private static Command Poster(CliContext cli)
    {
        var wish = new MediaCutOptions();
        var output = new Option<string>("--out") { Description = "The JPEG to make.", HelpName = "FILE", Required = true };
        return cli.Verb("poster", "Takes the brightest sharp frame of the first third as a JPEG, up to 1280 pixels wide; never one of the fade-in.",
            "reelway media poster talk.mp4 --out talk.jpg\nreelway media poster recording.mp4 --start 00:01:30 --end 00:31:30 --out talk.jpg --json",
            [wish.Source, .. wish.Times, wish.Picture, output], call => MediaWork.RunAsync(call, async media =>
            {
                var range = wish.Read(call, call.FullPath(call.Value(output)!));
                EnsureFree(call, range.Output);
                var made = await media.Posters.MakeAsync(
                    new PosterRequest { Source = range.Source, Output = range.Output, PictureTrack = range.PictureTrack, Start = range.Start, End = range.End, Fade = range.Fade }, call.Cancellation);
                var shown = PosterView.Of(made);
                call.Console.Show(shown, text =>
                {
                    text.Line(string.Create(CultureInfo.InvariantCulture,
                        $"{shown.Output}: {shown.Width}x{shown.Height}, {shown.Bytes:N0} bytes, the frame at {MediaTimes.Format(made.At)}: {shown.Reason}."));
                    if (shown.Remark is { } remark)
                    {
                        text.Line(remark);
                    }
                });
                return ExitCode.Ok;
            }));
    }

    private static void EnsureFree(CliCall call, string output)
    {
        if (File.Exists(output) && !call.SaysYes)
        {
            throw new CliException(ExitCode.Conflict, $"{output} is there already; name another --out, or replace it with --yes.");
        }
    }

    /// <summary>Which of several the file marks.</summary>
    private static string Default(bool isDefault, int count) => isDefault && count > 1 ? ", default" : "";

    /// <summary>Which picture and sound are taken, where that had to be chosen, what may be wrong with it, and what happens to them.</summary>
    private static void ShowSource(CliText text, TracksView tracks, IReadOnlyList<string> notes)
    {
        if (tracks.Reason is { } reason)
        {
            text.Line($"tracks: {reason}.");
        }

        if (tracks.Warning is { } warning)
        {
            text.Line($"warning: {warning}");
        }

        foreach (var note in notes)
        {
            text.Line(note);
        }
    }

    private static string Seconds(double seconds) => seconds.ToString("0.### s", CultureInfo.InvariantCulture);
}
