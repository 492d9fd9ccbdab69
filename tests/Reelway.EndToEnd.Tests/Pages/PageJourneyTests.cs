using Microsoft.Playwright;
using Reelway.Tests.Frame.Web;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>What people do on the pages, in a browser that runs no scripts unless the page is Swagger's.</summary>
public sealed class PageJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_run_is_found_understood_and_retried()
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "States" }).GetByRole(AriaRole.Link, new() { Name = "Failed 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "folder:Closing remarks.mp4" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "folder:Closing remarks.mp4" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Attempt 2, rate limited")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Does again: publish, and what comes after.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The run goes on at its failed step.");
        Assert.Equal([$"retry {ShownRuns.Failed}"], server.Runs.Asked);
    }

    [Fact]
    public async Task An_unknown_outcome_is_decided_by_keyboard_alone()
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Answer for folder:A long way to small files.mp4" }));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "It was sent" }));
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The run goes on.");
        Assert.Equal([$"decide {ShownRuns.Decidable} mail-speaker-2 Sent"], server.Runs.Asked);
    }

    [Fact]
    public async Task A_run_is_cancelled_with_its_reason()
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/runs/{ShownRuns.Decidable}");
        await page.GetByText("Cancel this run…").ClickAsync();
        await page.GetByLabel("Reason").FillAsync("The \"wrong\" file <b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("No new step begins.");
        Assert.Equal([$"cancel {ShownRuns.Decidable} because The \"wrong\" file <b>"], server.Runs.Asked);
    }

    [Fact]
    public async Task The_chosen_theme_wins_over_the_browsers()
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs?state=failed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark theme" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(server.Address, "/runs?state=failed").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark theme", Pressed = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveCSSAsync("color-scheme", "dark");
    }

    [Theory]
    [InlineData("/runs", "Runs")]
    [InlineData("/docs/index.html", "Reelway API")]
    public async Task The_browser_finds_nothing_that_the_policy_forbids(string path, string heading)
    {
        await using var server = await ShownRuns.StartAsync(_cancellation);
        await using var context = await OpenAsync(server, script: true);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.RequestFailed += (_, request) => complaints.Add($"{request.Url}: {request.Failure}");
        await page.GotoAsync(path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading }).First).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Screenshots.KeepAsync(page, path.Trim('/').Replace('/', '-'));
        Assert.Equal([], complaints);
    }

    private static async Task TabToAsync(IPage page, ILocator goal)
    {
        // More stops than any of the pages has.
        for (var stop = 0; stop < 60; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await goal.EvaluateAsync<bool>("one => one === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{goal} is not reached by the Tab key.");
    }

    private Task<IBrowserContext> OpenAsync(WebServer server, bool script = false)
        => browser.OpenAsync(new BrowserNewContextOptions { BaseURL = server.Address.ToString(), ColorScheme = ColorScheme.Light, JavaScriptEnabled = script });
}
