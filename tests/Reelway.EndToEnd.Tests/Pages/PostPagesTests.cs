using System.Net.Http.Headers;
using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Reelway.Contracts;
using Reelway.Frame.Configuration;
using Reelway.Frame.Server;
using Reelway.Hosting;
using Reelway.Hosting.Server;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The pages of posts in a real browser.</summary>
public sealed class PostPagesTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private ReelwayServer _server = null!;
    private string _post = "";

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["reelway.yaml"], """
            posts:
              accounts: { conference: { platform: twitter, connection: x } }
            connections:
              x: { connector: x, api_key: a, api_key_secret: b, access_token: c, access_token_secret: d }
            """, _cancellation);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null));
        _server = await ReelwayServer.StartAsync(settings, ReelwayMode.Command, hold: null, TextWriter.Null, TimeProvider.System, _cancellation);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _server.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Token);
        var at = $"{TimeProvider.System.GetUtcNow().AddDays(1).UtcDateTime:yyyy-MM-ddTHH:mm:ss}";
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/posts",
            new { message = new string('w', 200), platform = "twitter", scheduledDate = at, referenceNumber = "owls", campaign = "spring", thread = new[] { "2/2" }, firstComment = "More", approve = true }, _cancellation);
        _post = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(_cancellation)).GetProperty("post").GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/posts", ColorScheme.Light, 1280)]
    [InlineData("/posts/POST", ColorScheme.Dark, 360)]
    [InlineData("/posts/new?message=Owls&platforms=twitter&scheduledDate=tomorrow", ColorScheme.Light, 360)]
    public async Task A_page_has_no_accessibility_violations_and_is_never_scrolled_sideways_at_320_pixels(string path, ColorScheme theme, int width)
    {
        await using var context = await browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = _server.Url.ToString(),
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ExtraHTTPHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {_server.Token}" },
        });
        var page = await context.NewPageAsync();
        Assert.Equal(200, (await page.GotoAsync(path.Replace("POST", _post, StringComparison.Ordinal)))!.Status);
        await page.SetViewportSizeAsync(320, 800);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.SetViewportSizeAsync(width, 800);

        var found = await page.RunAxe();
        Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
    }
}
