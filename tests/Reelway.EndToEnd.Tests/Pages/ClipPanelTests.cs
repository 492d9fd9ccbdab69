using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>What a run's page shows of its clip, in a real browser: the poster, the strip of frames, and the proof in the log.</summary>
public sealed class ClipPanelTests(Browser browser, ShownClip clip) : IClassFixture<Browser>, IClassFixture<ShownClip>
{
    [Theory]
    [MemberData(nameof(Looks.Rows), MemberType = typeof(Looks))]
    public async Task Poster_strip_and_proof_are_shown_and_everybody_can_use_them(ColorScheme theme, int width)
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = clip.Server.Address.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        var page = await context.NewPageAsync();
        var failed = new List<string>();
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
            {
                failed.Add($"{answer.Status} {answer.Url}");
            }
        };
        await page.GotoAsync(ShownClip.Path);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var panel = page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Clip") });
        var poster = panel.GetByRole(AriaRole.Img, new() { NameRegex = new("^Poster of ") });
        await Assertions.Expect(poster).ToBeVisibleAsync();
        Assert.True(await poster.EvaluateAsync<bool>($"image => image.complete && image.naturalWidth === {ShownClip.PosterWidth}"), "the poster is not there");
        var frames = panel.GetByRole(AriaRole.Listitem);
        await Assertions.Expect(frames).ToHaveCountAsync(ShownClip.Frames);
        Assert.True(
            await frames.EvaluateAllAsync<bool>("all => all.every(one => Math.abs(one.getBoundingClientRect().width - all[0].getBoundingClientRect().width) < 1)"),
            "the frames are of different widths");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Assertions.Expect(page.GetByText("Proof, middle: ")).ToBeAttachedAsync();

        await page.EvaluateAsync("for (const folded of document.querySelectorAll('details')) folded.open = true");
        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"clip-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
        Assert.Equal([], failed);
    }
}
