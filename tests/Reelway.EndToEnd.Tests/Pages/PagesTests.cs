using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Reelway.Tests.Frame.Web;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>How the pages look in a real browser: for everybody, in both themes, on wide and narrow screens.</summary>
public sealed partial class PagesTests(Browser browser) : IClassFixture<Browser>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths => ["/runs", $"/runs/{ShownRuns.Failed}", $"/runs/{ShownRuns.Decidable}", "/help/problems", "/sign-in"];

    public static TheoryData<string, ColorScheme, int> Looks
    {
        get
        {
            var looks = new TheoryData<string, ColorScheme, int>();
            looks.Add("/help/problems", ColorScheme.Light, 1280);
            looks.Add("/sign-in", ColorScheme.Dark, 360);
            foreach (var path in Paths.Take(3).Select(row => row.Data))
            {
                foreach (var width in new[] { 1280, 360 })
                {
                    looks.Add(path, ColorScheme.Light, width);
                    looks.Add(path, ColorScheme.Dark, width);
                }
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_has_no_accessibility_violations(string path, ColorScheme theme, int width)
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server, theme, width);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.EvaluateAsync("for (const folded of document.querySelectorAll('details')) folded.open = true");

        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"{Unsafe().Replace(path.Trim('/'), "-")}-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task At_320_pixels_nothing_has_to_be_scrolled_sideways(string path)
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server, ColorScheme.Light, 320);
        var page = await context.NewPageAsync();
        var answer = await page.GotoAsync(path);
        Assert.Equal(200, answer!.Status);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unsafe();

    private Task<IBrowserContext> OpenAsync(WebServer server, ColorScheme theme = ColorScheme.Light, int width = 1280)
        => browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
}
