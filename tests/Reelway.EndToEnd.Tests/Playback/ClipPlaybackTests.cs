using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Reelway.Contracts;
using Reelway.EndToEnd.Tests.Pages;
using Reelway.Media;

namespace Reelway.EndToEnd.Tests.Playback;

/// <summary>Clips whose middle is copied play in a browser, over both places where encoded and copied parts meet.</summary>
public sealed class ClipPlaybackTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Jumps to shortly before each join and plays over it; a browser counts what it could not decode.</summary>
    private const string Play = """
        async joins => {
          const video = document.querySelector('video');
          const failed = new Promise((_, reject) => video.addEventListener('error', () => reject(new Error(`${video.error.code}: ${video.error.message}`))));
          const once = (name, met) => new Promise(done => {
            const look = () => { if (met()) { video.removeEventListener(name, look); done(); } };
            video.addEventListener(name, look);
            look();
          });
          const play = async () => {
            await once('canplay', () => video.readyState >= 3);
            for (const join of joins) {
              video.currentTime = Math.max(0, join - 0.4);
              await once('seeked', () => !video.seeking);
              await video.play();
              await once('timeupdate', () => video.currentTime > join + 0.4);
              video.pause();
            }
          };
          await Promise.race([play(), failed]);
          const quality = video.getVideoPlaybackQuality();
          return JSON.stringify({ time: video.currentTime, error: video.error?.message ?? '', duration: video.duration,
            frames: quality.totalVideoFrames, corrupted: quality.corruptedVideoFrames, sound: video.webkitAudioDecodedByteCount });
        }
        """;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("closed.mp4")]
    [InlineData("vfr.mp4")]
    [InlineData("ntsc.mp4")]
    public async Task A_clip_plays_over_both_joins(string recording)
    {
        using var folder = new TemporaryFolder();
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions());
        var (clip, joins) = await CutAsync(await RecordAsync(recording), folder);
        await using var site = await ClipSite.StartAsync(clip.Output, _cancellation);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address);

        using var answer = JsonDocument.Parse(await page.EvaluateAsync<string>(Play, joins).WaitAsync(TimeSpan.FromMinutes(2), _cancellation));

        var seen = answer.RootElement;
        Assert.Equal("", seen.GetProperty("error").GetString());
        Assert.True(seen.GetProperty("time").GetDouble() > joins[1] + 0.4);
        Assert.Equal(clip.DurationSeconds, seen.GetProperty("duration").GetDouble(), 0.05);
        Assert.InRange(seen.GetProperty("frames").GetInt32(), 20, int.MaxValue);
        Assert.Equal(0, seen.GetProperty("corrupted").GetInt32());
        Assert.InRange(seen.GetProperty("sound").GetInt32(), 1, int.MaxValue);
    }

    /// <summary>A recording of the corpus that the cutter is tested with.</summary>
    private async Task<string> RecordAsync(string name)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "media", "make-inputs.sh");
        var corpus = await KeptRecordings.FolderAsync("corpus", await File.ReadAllTextAsync(script, _cancellation), async folder =>
        {
            using var making = Process.Start(new ProcessStartInfo("bash", [script, folder]))!;
            await making.WaitForExitAsync(_cancellation);
            Assert.Equal(0, making.ExitCode);
        });
        return Path.Combine(corpus, name);
    }

    private async Task<(CutResult Clip, double[] Joins)> CutAsync(string recording, TemporaryFolder folder)
    {
        await using var services = new ServiceCollection().AddSingleton(new MediaOptions { Folder = folder["media"] }).AddMedia().BuildServiceProvider();
        var cutter = services.GetRequiredService<VideoCutter>();
        var request = new CutRequest
        {
            Source = recording,
            Output = folder["clip.mp4"],
            Start = TimeSpan.FromSeconds(1.37),
            End = TimeSpan.FromSeconds(9.11),
            Fade = TimeSpan.FromSeconds(1),
        };
        var plan = await cutter.PlanAsync(request, _cancellation);
        var clip = await cutter.CutAsync(request, null, _cancellation);
        Assert.True((clip.Mode, clip.Audio) == ("smart", "splice"), clip.Reason);
        return (clip, [(double)plan.CopyFromSeconds!.Value, (double)plan.CopyUntilSeconds!.Value]);
    }
}
