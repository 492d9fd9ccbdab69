using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Reelway.Tests.Frame.Web;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>How the pages look in a real browser: for everybody, in both themes, on wide and narrow screens.</summary>
public sealed partial class PagesTests(Browser browser, PagesTests.Shown shown) : IClassFixture<Browser>, IClassFixture<PagesTests.Shown>
{
    public static TheoryData<string> Paths => ["/runs", $"/runs/{ShownRuns.Failed}", $"/runs/{ShownRuns.Decidable}", "/help/problems", "/sign-in"];

    public static TheoryData<string, ColorScheme, int> Views =>
    [
        ("/help/problems", ColorScheme.Light, 1280),
        ("/sign-in", ColorScheme.Dark, 360),
        .. Paths.Take(3).SelectMany(path => Looks.All.Select(look => (path.Data, look.Theme, look.Width))),
    ];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_has_no_accessibility_violations_and_is_never_scrolled_sideways_at_320_pixels(string path, ColorScheme theme, int width)
    {
        await using var context = await OpenAsync(theme, width);
        var page = await context.NewPageAsync();
        Assert.Equal(200, (await page.GotoAsync(path))!.Status);
        await page.SetViewportSizeAsync(320, 800);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.SetViewportSizeAsync(width, 800);
        await page.EvaluateAsync("for (const folded of document.querySelectorAll('details')) folded.open = true");

        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"{Unsafe().Replace(path.Trim('/'), "-")}-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unsafe();

    private Task<IBrowserContext> OpenAsync(ColorScheme theme, int width)
        => browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = shown.Server.Address.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

    /// <summary>A server whose pages are only looked at.</summary>
    public sealed class Shown : IAsyncLifetime
    {
        internal WebServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ShownRuns.StartAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
