using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The pages of events, webhooks and schedules in a browser.</summary>
public sealed class DeliveryPagesTests(Browser browser, ShownDeliveries shown) : IClassFixture<Browser>, IClassFixture<ShownDeliveries>
{
    public static TheoryData<string, ColorScheme, int> Views =>
        [.. new[] { "/events", "/webhooks", "/webhooks/newsroom", ShownDeliveries.Delivery, "/schedules" }.SelectMany(path => Looks.All.Select(look => (path, look.Theme, look.Width)))];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_page_has_no_accessibility_violations_and_is_never_scrolled_sideways_at_320_pixels(string path, ColorScheme theme, int width)
    {
        await using var context = await OpenAsync(scripts: true, theme, width);
        var page = await context.NewPageAsync();
        Assert.Equal(200, (await page.GotoAsync(path))!.Status);

        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"{path.Trim('/').Replace('/', '-')}-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
        await page.SetViewportSizeAsync(320, 800);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task An_endpoint_that_was_switched_off_says_why_and_leads_to_its_deliveries()
    {
        await using var context = await OpenAsync(scripts: false, ColorScheme.Light, 1280);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/webhooks");
        await Assertions.Expect(page.GetByText("It has answered 410 (Gone)")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Deliveries to newsroom" }).Or(page.Locator("a[href='/webhooks/newsroom']")).First.ClickAsync();
        await page.Locator($"a[href='{ShownDeliveries.Delivery}']").ClickAsync();

        await Assertions.Expect(page.GetByText("It did not answer in 15 s.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("What came back")).ToHaveTextAsync("<b>ok</b>");
    }

    private Task<IBrowserContext> OpenAsync(bool scripts, ColorScheme theme, int width)
        => browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = shown.Server.Address.ToString(),
            JavaScriptEnabled = scripts,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
}
