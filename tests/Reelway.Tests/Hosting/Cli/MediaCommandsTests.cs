using System.Diagnostics;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

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
        Assert.Equal(System.Text.Json.JsonValueKind.Null, poster.Json.GetProperty("remark").ValueKind);
        Assert.Equal((ExitCode.Conflict, ExitCode.Ok, ExitCode.Unusable), (again.ExitCode, said.ExitCode, none.ExitCode));
        Assert.Contains("in.jpg: 160x120, ", said.Out, StringComparison.Ordinal);
        Assert.Contains("the frame at 00:00:0", said.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cli.Folder, "none.jpg")));
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
    [InlineData("text.mp4")]
    [InlineData("empty.mp4")]
    [InlineData("missing.mp4")]
    [InlineData(".")]
    public async Task What_is_no_recording_is_told_and_leaves_nothing(string file)
    {
        using var cli = new CliRun().With("text.mp4", "I am text.\n").With("empty.mp4", "");

        var probe = await cli.RunAsync("media", "probe", file);
        var cut = await cli.RunAsync("media", "cut", file, "--out", "out.mp4");
        var poster = await cli.RunAsync("media", "poster", file, "--out", "out.jpg");

        Assert.Equal((ExitCode.Unusable, ExitCode.Unusable, ExitCode.Unusable), (probe.ExitCode, cut.ExitCode, poster.ExitCode));
        Assert.StartsWith("error: ", probe.Error, StringComparison.Ordinal);
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

    private static async Task RecordAsync(CliRun cli, string file, int seconds)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=d={seconds}:r=25:s=160x120", "-f", "lavfi", "-i", $"sine=d={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest", Path.Combine(cli.Folder, file),
        ]))!;
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
