using System.Diagnostics;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Library.Commands;

public sealed class MediaCommandsTests
{
    [Fact]
    public async Task A_recording_is_probed_and_cut()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 4);

        var probe = await cli.RunAsync("media", "probe", "in.mp4", "--json");
        var cut = await cli.RunAsync("media", "cut", "in.mp4", "--start", "0:01", "--end", "3", "--fade", "0.5", "--out", "out.mp4", "--json");

        Assert.Equal((ExitCode.Ok, 4000), (probe.ExitCode, probe.Json.GetProperty("durationMs").GetInt32()));
        Assert.Equal(160, probe.Json.GetProperty("video")[0].GetProperty("width").GetInt32());
        Assert.True(cut.ExitCode == ExitCode.Ok, cut.Error);
        Assert.Equal(2.0, cut.Json.GetProperty("durationSeconds").GetDouble(), 0.05);
        Assert.Equal(new FileInfo(Path.Combine(cli.Folder, "out.mp4")).Length, cut.Json.GetProperty("bytes").GetInt64());
        Assert.Contains("cutting: 100 %", cut.Error, StringComparison.Ordinal);
        Assert.Equal(["in.mp4", "out.mp4"], Directory.EnumerateFileSystemEntries(cli.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_clip_is_measured_or_brought_to_the_wished_loudness()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 4);

        var plan = await cli.RunAsync("media", "plan", "in.mp4", "--loudness", "normalise");
        var measured = await cli.RunAsync("media", "cut", "in.mp4", "--fade", "0.2", "--loudness", "measure", "--out", "a.mp4", "--json");
        var normalised = await cli.RunAsync(
            "media", "cut", "in.mp4", "--fade", "0.2", "--loudness", "normalise", "--set", "media.loudness_target=-30", "--out", "b.mp4", "--json");

        Assert.Contains("loudness: the kept range is measured first and brought to -16 LUFS", plan.Out, StringComparison.Ordinal);
        Assert.True(measured.ExitCode == ExitCode.Ok, measured.Error);
        var before = measured.Json.GetProperty("loudness").GetProperty("tracks")[0].GetProperty("integratedLufs").GetDouble();
        Assert.True(normalised.ExitCode == ExitCode.Ok, normalised.Error);
        var track = normalised.Json.GetProperty("loudness").GetProperty("tracks")[0];
        Assert.InRange(track.GetProperty("integratedLufs").GetDouble(), -31, -29);
        Assert.Equal(-30 - before, track.GetProperty("gainDb").GetDouble(), 0.5);
        Assert.Equal(before, track.GetProperty("recording").GetProperty("integratedLufs").GetDouble(), 0.3);
    }

    [Fact]
    public async Task An_intro_and_an_outro_are_shown_around_the_talk_and_a_missing_one_is_told()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 3);
        await RecordAsync(cli, "intro.mp4", seconds: 1);

        var plan = await cli.RunAsync("media", "plan", "in.mp4", "--fade", "0.2", "--intro", "intro.mp4");
        var cut = await cli.RunAsync("media", "cut", "in.mp4", "--fade", "0.2", "--intro", "intro.mp4", "--set", "media.outro=intro.mp4", "--out", "out.mp4", "--json");
        var proof = await cli.RunAsync("media", "prove", "in.mp4", "out.mp4", "--fade", "0.2", "--intro", "intro.mp4", "--outro", "intro.mp4");
        var missing = await cli.RunAsync("media", "cut", "in.mp4", "--set", "media.intro=gone.mp4", "--out", "none.mp4");
        var none = await cli.RunAsync("media", "cut", "in.mp4", "--set", "media.intro=gone.mp4", "--intro", "", "--out", "none.mp4");

        Assert.Contains("around it: intro intro.mp4, 1 s, 25 frames.", plan.Out, StringComparison.Ordinal);
        Assert.True(cut.ExitCode == ExitCode.Ok, cut.Error);
        Assert.Equal((5.0, 50), (cut.Json.GetProperty("durationSeconds").GetDouble(), cut.Json.GetProperty("bumperFrames").GetInt64()));
        Assert.True(proof.ExitCode == ExitCode.Ok, proof.Out);
        Assert.Equal((ExitCode.Unusable, ExitCode.Ok), (missing.ExitCode, none.ExitCode));
        Assert.Contains($"error: media.intro: {Path.Combine(cli.Folder, "gone.mp4")} is gone or was never there", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tracks_taken_are_named_and_those_that_are_not_there_are_refused_with_those_that_are()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 2);

        var plan = await cli.RunAsync("media", "plan", "in.mp4", "--json");
        var refused = await cli.RunAsync("media", "cut", "in.mp4", "--sound-track", "2", "--out", "out.mp4");
        var set = await cli.RunAsync("media", "poster", "in.mp4", "--set", "media.picture_track=3", "--out", "out.jpg");

        Assert.True(plan.ExitCode == ExitCode.Ok, plan.Error);
        Assert.Equal((1, 1), (plan.Json.GetProperty("tracks").GetProperty("picture").GetInt32(), plan.Json.GetProperty("tracks").GetProperty("sound").GetInt32()));
        var word = await cli.RunAsync("media", "plan", "in.mp4", "--picture-track", "first");
        Assert.Equal(ExitCode.Usage, word.ExitCode);
        Assert.Contains("--picture-track first: write a whole number from 1", word.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Unusable, ExitCode.Unusable), (refused.ExitCode, set.ExitCode));
        Assert.Contains("error: in.mp4 has 1 sound, but media.sound_track or --sound-track asks for sound 2: choose among 1 (aac, mono, default).", refused.Error, StringComparison.Ordinal);
        Assert.Contains("error: in.mp4 has 1 picture, but media.picture_track or --picture-track asks for picture 3: choose among 1 (", set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spliced_sound_that_is_demanded_but_not_possible_is_refused()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 2);

        var plan = await cli.RunAsync("media", "plan", "in.mp4", "--audio", "splice", "--json");
        var cut = await cli.RunAsync("media", "cut", "in.mp4", "--audio", "splice", "--out", "out.mp4");

        Assert.Equal((ExitCode.Ok, ExitCode.Unusable), (plan.ExitCode, cut.ExitCode));
        Assert.Contains("cannot be spliced", plan.Json.GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.Contains("error: The sound of in.mp4 cannot be spliced, as media.audio or --audio demands", cut.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(cli.Folder), path => path.Contains("out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Captions_go_into_the_clip_and_a_malformed_file_is_told_with_its_line()
    {
        using var cli = new CliRun().With("good.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n").With("bad.vtt", "WEBVTT\n\n00:01.000 -> 00:02.000\nHello\n");
        await RecordAsync(cli, "in.mp4", seconds: 4);

        var cut = await cli.RunAsync("media", "cut", "in.mp4", "--fade", "0.2", "--captions", "good.srt", "--captions-language", "ces", "--out", "a.mp4", "--json");
        var bad = await cli.RunAsync("media", "cut", "in.mp4", "--captions", "bad.vtt", "--out", "b.mp4");
        var missing = await cli.RunAsync("media", "cut", "in.mp4", "--captions", "none.vtt", "--out", "b.mp4");
        var language = await cli.RunAsync("media", "cut", "in.mp4", "--captions", "good.srt", "--captions-language", "Czech", "--out", "b.mp4");

        Assert.True(cut.ExitCode == ExitCode.Ok, cut.Error);
        Assert.Equal(1, cut.Json.GetProperty("captions").GetInt32());
        Assert.Equal((ExitCode.Unusable, ExitCode.Unusable, ExitCode.Usage), (bad.ExitCode, missing.ExitCode, language.ExitCode));
        Assert.StartsWith("error: bad.vtt line 4: ", bad.Error, StringComparison.Ordinal);
        Assert.Contains("three small letters", language.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(cli.Folder), path => Path.GetFileName(path).StartsWith("b.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poster_is_taken_and_the_moment_is_told()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 4);

        var poster = await cli.RunAsync("media", "poster", "in.mp4", "--fade", "0.5", "--out", "in.jpg", "--json");
        var again = await cli.RunAsync("media", "poster", "in.mp4", "--out", "in.jpg");
        var said = await cli.RunAsync("media", "poster", "in.mp4", "--fade", "0", "--out", "in.jpg", "--yes");
        var none = await cli.RunAsync("media", "poster", "in.mp4", "--start", "9", "--out", "none.jpg");

        Assert.True(poster.ExitCode == ExitCode.Ok, poster.Error);
        Assert.InRange(poster.Json.GetProperty("atSeconds").GetDouble(), 0.5, 4 / 3.0);
        Assert.Equal((160, 120), (poster.Json.GetProperty("width").GetInt32(), poster.Json.GetProperty("height").GetInt32()));
        Assert.Contains("the brightest", poster.Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, poster.Json.GetProperty("remark").ValueKind);
        Assert.Equal((ExitCode.Conflict, ExitCode.Ok, ExitCode.Unusable), (again.ExitCode, said.ExitCode, none.ExitCode));
        Assert.Contains("in.jpg: 160x120, ", said.Out, StringComparison.Ordinal);
        Assert.Contains("the frame at 00:00:0", said.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cli.Folder, "none.jpg")));
    }

    [Fact]
    public async Task A_cut_is_planned_made_and_proved_and_each_tells_programs_how()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 7, "-g", "15");
        string[] range = ["--start", "1", "--end", "0:06", "--fade", "0.5"];

        var plan = await cli.RunAsync(["media", "plan", "in.mp4", .. range, "--json"]);
        var cut = await cli.RunAsync(["media", "cut", "in.mp4", .. range, "--render", "auto", "--audio", "auto", "--out", "out.mp4", "--json"]);
        var prove = await cli.RunAsync(["media", "prove", "in.mp4", "out.mp4", .. range, "--json"]);

        Assert.True((plan.ExitCode, cut.ExitCode, prove.ExitCode) == (ExitCode.Ok, ExitCode.Ok, ExitCode.Ok), plan.Error + cut.Error + prove.Error);
        Assert.Equal(("smart", "splice"), (plan.Json.GetProperty("mode").GetString(), plan.Json.GetProperty("audio").GetString()));
        Assert.Equal(("smart", "splice"), (cut.Json.GetProperty("mode").GetString(), cut.Json.GetProperty("audio").GetString()));
        Assert.Contains("copied bit for bit", cut.Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        int[] frames = [.. ((string[])["headFrames", "middleFrames", "tailFrames"]).Select(name => cut.Json.GetProperty(name).GetInt32())];
        Assert.Equal(125, frames.Sum());
        Assert.Equal((plan.Json.GetProperty("headFrames").GetInt32(), plan.Json.GetProperty("tailFrames").GetInt32()), (frames[0], frames[2]));
        Assert.True(frames[1] > 60, $"{frames[1]} frames were copied");
        Assert.InRange(cut.Json.GetProperty("elapsedMs").GetInt64(), 1, long.MaxValue);
        Assert.Equal(new FileInfo(Path.Combine(cli.Folder, "out.mp4")).Length, cut.Json.GetProperty("bytes").GetInt64());
        AssertProof(cut.Json.GetProperty("proof"), "ends", "join", "frames", "middle", "sound packets", "sound", "decode", "durations", "fades", "boxes");
        AssertProof(prove.Json, "frames", "middle", "sound packets", "sound", "decode", "durations", "fades", "boxes");
    }

    [Fact]
    public async Task A_clip_of_other_times_fails_its_proof_and_what_fails_is_named()
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 5, "-g", "15");
        var cut = await cli.RunAsync("media", "cut", "in.mp4", "--start", "1", "--end", "4", "--fade", "0.5", "--audio", "encode", "--out", "out.mp4");
        Assert.True(cut.ExitCode == ExitCode.Ok, cut.Error);

        var prove = await cli.RunAsync("media", "prove", "in.mp4", "out.mp4", "--start", "1.2", "--end", "4", "--fade", "0.5");
        var json = await cli.RunAsync("media", "prove", "in.mp4", "out.mp4", "--start", "1.2", "--end", "4", "--fade", "0.5", "--json");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed), (prove.ExitCode, json.ExitCode));
        Assert.Contains("FAILED frames: 30 encoded frames instead of 29", prove.Out, StringComparison.Ordinal);
        Assert.False(json.Json.GetProperty("passed").GetBoolean());
    }

    [Theory]
    [InlineData("--start", "9", "The start at 0:00:09 lies beyond in.mp4, which ends at 0:00:02")]
    [InlineData("--end", "20", "The end at 0:00:20 lies beyond in.mp4")]
    public async Task Times_that_the_recording_does_not_have_are_told(string option, string time, string sentence)
    {
        using var cli = new CliRun();
        await RecordAsync(cli, "in.mp4", seconds: 2);
        foreach (var command in (string[][])[["cut", "in.mp4", "--out", "out.mp4"], ["plan", "in.mp4"], ["prove", "in.mp4", "in.mp4"]])
        {
            var answer = await cli.RunAsync(["media", .. command, option, time]);
            Assert.Equal(ExitCode.Unusable, answer.ExitCode);
            Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_replaced_unasked()
    {
        using var cli = new CliRun().With("in.mp4", "whatever").With("out.mp4", "precious");

        var answer = await cli.RunAsync("media", "cut", "in.mp4", "--out", "out.mp4");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("--yes", answer.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(cli.Folder, "out.mp4"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("text.mp4", "text.mp4 is not a video")]
    [InlineData("list.mp4", "list.mp4 is a playlist")]
    [InlineData("empty.mp4", "empty.mp4 is empty")]
    [InlineData("missing.mp4", "missing.mp4 is gone or was never there")]
    [InlineData(".", "is a folder")]
    public async Task What_is_no_recording_is_told_and_leaves_nothing(string file, string sentence)
    {
        using var cli = new CliRun().With("text.mp4", "I am text.\n").With("empty.mp4", "")
            .With("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:8,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n");

        var probe = await cli.RunAsync("media", "probe", file);
        var cut = await cli.RunAsync("media", "cut", file, "--out", "out.mp4");
        var poster = await cli.RunAsync("media", "poster", file, "--out", "out.jpg");

        Assert.Equal((3, 3, 3), (probe.ExitCode, cut.ExitCode, poster.ExitCode));
        Assert.All([probe.Error, cut.Error, poster.Error], error => Assert.Contains("error: ", error, StringComparison.Ordinal));
        Assert.All([probe.Error, cut.Error, poster.Error], error => Assert.Contains(sentence, error, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(cli.Folder), path => path.Contains("out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1:75")]
    [InlineData("1:2:3:4")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    public async Task A_time_that_is_none_is_a_usage_error(string time)
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("media", "cut", "in.mp4", $"--start={time}", "--out", "out.mp4");

        Assert.Equal(ExitCode.Usage, answer.ExitCode);
        Assert.Contains($"--start {time}: write it as hh:mm:ss, mm:ss or seconds.", answer.Error, StringComparison.Ordinal);
    }

    private static void AssertProof(JsonElement proof, params string[] names)
    {
        Assert.Equal(["passed", "checks", "damage", "elapsedMs"], proof.EnumerateObject().Select(one => one.Name));
        Assert.True(proof.GetProperty("passed").GetBoolean());
        Assert.Equal(0, proof.GetProperty("damage").GetArrayLength());
        var checks = proof.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(names, checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check => Assert.True(check.GetProperty("passed").GetBoolean() && check.GetProperty("detail").GetString()!.Length > 10));
    }

    private static async Task RecordAsync(CliRun cli, string file, int seconds, params string[] more)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=d={seconds}:r=25:s=160x120", "-f", "lavfi", "-i", $"sine=d={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. more, "-c:a", "aac", "-shortest", Path.Combine(cli.Folder, file),
        ]))!;
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
