using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Reelway.Connections;
using Reelway.Frame.Audit;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The page of connections in a browser that runs no scripts, except those of the accessibility check.</summary>
public sealed class ConnectionsPageTests(Browser browser) : IClassFixture<Browser>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_are_tested_paused_and_resumed_and_all_of_it_is_audited()
    {
        await using var shown = await ShownConnections.StartAsync(_cancellation);
        await using var context = await OpenAsync(shown, scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/connections");
        var main = page.GetByRole(AriaRole.Region, new() { Name = "main Facebook" });
        await Assertions.Expect(main.GetByText("Not tested yet")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Test all" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("1 of 3 connections work; see second, mail.");
        await Assertions.Expect(main.GetByText("4 of 4 pages can be published on")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "second Facebook" }).GetByText("Needs attention")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "mail SMTP" }).GetByText("Fails")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause main" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Connection main is paused: runs that need it wait, others go on.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume main" }).ClickAsync();
        await Assertions.Expect(main.GetByText("Works", new() { Exact = true })).ToBeVisibleAsync();

        var done = await shown.Server.Service<AuditStore>().ListAsync(ConnectionOperations.Subject("main"), 10, _cancellation);
        Assert.Equal(["connection.resumed", "connection.paused", "connection.checked"], done.Select(entry => entry.Action));
    }

    [Fact]
    public async Task Without_connections_the_page_says_how_to_get_one()
    {
        await using var shown = await ShownConnections.StartAsync(_cancellation, some: false);
        await using var context = await OpenAsync(shown, scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/connections");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No connection is configured" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using var shown = await ShownConnections.StartAsync(_cancellation);
        using var client = shown.Server.Client();
        using var form = new FormUrlEncodedContent([]);

        using var answer = await client.PostAsync("/connections/main/pause", form, _cancellation);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Null((await shown.Server.Service<ConnectionOperations>().FindAsync("main", _cancellation))!.Paused);
    }

    [Theory]
    [MemberData(nameof(Looks.Rows), MemberType = typeof(Looks))]
    public async Task The_page_has_no_accessibility_violations(ColorScheme theme, int width)
    {
        await using var shown = await ShownConnections.StartAsync(_cancellation);
        var desk = shown.Server.Service<ConnectionOperations>();
        await desk.CheckAsync("main", "a test", _cancellation);
        await desk.CheckAsync("second", "a test", _cancellation);
        await desk.PauseAsync("mail", "a test", _cancellation);
        await using var context = await OpenAsync(shown, scripts: true, theme, width);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/connections");

        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"connections-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
        await page.SetViewportSizeAsync(320, 800);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private Task<IBrowserContext> OpenAsync(ShownConnections shown, bool scripts, ColorScheme theme = ColorScheme.Light, int width = 1280)
        => browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = shown.Server.Address.ToString(),
            JavaScriptEnabled = scripts,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
}
