using System.Net;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Library;
using Reelway.Media;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Talks;

public sealed class TalkPicturesTests(SampleRecording sample) : IClassFixture<SampleRecording>
{
    private const string Owls = "Owls: why?,0:01,4.5,Barn,,About owls.,\n";

    private static readonly string Key = new('k', 40);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_talk_has_pictures_which_its_run_shows_and_the_server_sends()
    {
        await using var talks = await TalksHarness.StartAsync(sample, Owls, options => options.Pictures = true);
        var run = await talks.PublishAsync(talks.Record("owls_ WHY_.mp4"));
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        var pictures = TalkPictures.Read(row.Pictures)!;
        Assert.Equal((320, 180), (pictures.Poster!.Width, pictures.Poster.Height));
        Assert.Equal((160, 90), (pictures.Strip!.FrameWidth, pictures.Strip.FrameHeight));
        Assert.Equal([600, 1800, 3000], pictures.Strip.TimesMs.Select(ms => (ms + 99) / 100 * 100));
        Assert.Equal(
            ["Owls_ why_.jpg", "Owls_ why_.mp4", "Owls_ why_.strip.jpg"],
            Directory.GetFiles(Path.GetDirectoryName(FileUri.Parse(row.File!))!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(await talks.Runs.LogAsync(run.Summary.Id, 0, 100, Cancellation), line => line.Message.StartsWith("Poster: the frame at 0:0", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(Path.Combine(talks.Get<MediaOptions>().Folder, "scratch")));

        await using var server = await TalkPages.ServeAsync(talks, run, Key);
        using var client = server.Client(Key);
        var id = new TalkId(row.Id);
        var page = await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation);
        Assert.Contains($"src=\"/api/v1/talks/{id}/poster\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/api/v1/talks/{id}/strip\"", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"Poster of Owls: why?\"", page, StringComparison.Ordinal);
        Assert.Contains("<time>0:02</time>", page, StringComparison.Ordinal);

        using var poster = await client.GetAsync($"/api/v1/talks/{id}/poster", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (poster.StatusCode, poster.Content.Headers.ContentType?.MediaType));
        Assert.Equal(await File.ReadAllBytesAsync(FileUri.Parse(pictures.Poster.File)!, Cancellation), await poster.Content.ReadAsByteArrayAsync(Cancellation));
        using var unchanged = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/talks/{id}/poster");
        unchanged.Headers.IfNoneMatch.Add(poster.Headers.ETag!);
        using var answer = await client.SendAsync(unchanged, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);

        using var stranger = server.Client();
        using var refused = await stranger.GetAsync($"/api/v1/talks/{id}/poster", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        File.Delete(FileUri.Parse(pictures.Strip.File)!);
        using var gone = await client.GetAsync($"/api/v1/talks/{id}/strip", Cancellation);
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "picture-not-found", Cancellation);
        using var unknown = await client.GetAsync("/api/v1/talks/talk_0000000000000/poster", Cancellation);
        await unknown.ReadProblemAsync(HttpStatusCode.NotFound, "talk-not-found", Cancellation);
    }

    [Fact]
    public async Task A_talk_whose_pictures_can_not_be_made_is_published_and_the_log_says_why()
    {
        using var folder = new TemporaryFolder();
        await using var talks = await TalksHarness.StartAsync(
            sample, Owls, options => options.Pictures = true, ffmpeg: Broken(folder["ffmpeg"], "*frame.grey*"));
        var run = await talks.PublishAsync(talks.Record("owls_ WHY_.mp4"));

        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        Assert.Contains(
            await talks.Runs.LogAsync(run.Summary.Id, 0, 100, Cancellation),
            line => line.Level == RunLogLevel.Warning && line.Message.StartsWith("The talk goes on without a poster: ", StringComparison.Ordinal));
        var row = (await talks.Store.FindAsync("Owls: why?", Cancellation))!;
        Assert.Null(TalkPictures.Read(row.Pictures)!.Poster);
        await using var server = await TalkPages.ServeAsync(talks, run, Key);
        using var client = server.Client(Key);
        Assert.Contains("Frames of the clip", await client.GetPageAsync($"/runs/{run.Summary.Id}", Cancellation), StringComparison.Ordinal);
        using var none = await client.GetAsync($"/api/v1/talks/{new TalkId(row.Id)}/poster", Cancellation);
        await none.ReadProblemAsync(HttpStatusCode.NotFound, "picture-not-found", Cancellation);
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(62_900, "1:02")]
    [InlineData(3_600_000, "1:00:00")]
    [InlineData(36_062_000, "10:01:02")]
    public void Moments_are_written_as_players_show_them(long ms, string text) => Assert.Equal(text, ClipTime.Format(ms));

    /// <summary>An ffmpeg that fails at whatever has the pattern in its arguments.</summary>
    private static string Broken(string path, string pattern)
    {
        File.WriteAllText(path, $"#!/bin/sh\ncase \"$*\" in {pattern}) exit 1;; esac\nexec ffmpeg \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
