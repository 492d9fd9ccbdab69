using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;
using Reelway.Frame.Public;
using Reelway.Hosting;
using Reelway.Incoming;
using Reelway.Storage;
using Reelway.Tests.Frame.Web;
using Reelway.Webhooks;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The page of deliveries in and out, in a browser that runs no scripts, except those of the accessibility check.</summary>
public sealed class DeliveriesPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private WebServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["reelway.yaml"], """
            public: { url: "https://hooks.example.org" }
            webhook: { receivers: { newsroom: { secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] } } }
            """, _cancellation);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null));
        var paths = new PublicPaths(settings);
        new IncomingPart().Public(paths);
        _server = await WebServer.StartAsync(_cancellation, map: app => new IncomingPart().Map(app), services: services =>
        {
            services.AddSingleton(new IdGenerator(TimeProvider.System)).AddSingleton(new EngineOptions()).AddEngine();
            services.AddSingleton(paths).AddSingleton(settings.Get<PublicOptions>()).AddSingleton(settings.Secrets).AddSingleton<EventStore>().AddSingleton<WebhookStore>().AddIncoming();
            new IncomingPart().Web(services);
        });
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_came_in_and_what_went_out_stand_in_one_list_and_a_delivery_is_taken_again()
    {
        await using var context = await OpenAsync(scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/deliveries");
        await Assertions.Expect(page.GetByText("talk.published")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("https://hooks.example.org/webhooks/newsroom")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("No signature fits: it was made with another secret, or of other bytes.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Refused" }).ClickAsync();
        await Assertions.Expect(page.GetByText("talk.published")).Not.ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "In", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("talk.published")).Not.ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "msg_owls" }).ClickAsync();
        await Assertions.Expect(page.GetByText("\"story\":\"owls\"")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it again" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("It was taken again. Announced as webhook.received.");
        Assert.Single(await _server.Service<EventStore>().ListAsync(new EventQuery(), long.MaxValue, 10, _cancellation));
    }

    [Theory]
    [MemberData(nameof(Looks.Rows), MemberType = typeof(Looks))]
    public async Task The_pages_have_no_accessibility_violations(ColorScheme theme, int width)
    {
        var id = (await _server.Service<IncomingStore>().ListAsync(null, long.MaxValue, 1, _cancellation))[0].Id;
        await using var context = await OpenAsync(scripts: true, theme, width);
        var page = await context.NewPageAsync();
        foreach (var (path, name) in new[] { ("/deliveries", "deliveries"), ($"/deliveries/{new IncomingId(id)}", "delivery-in") })
        {
            Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            await page.SetViewportSizeAsync(width, 800);
            var found = await page.RunAxe();
            await Screenshots.KeepAsync(page, $"{name}-{theme}-{width}".ToLowerInvariant());
            Assert.Equal([], found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
            await page.SetViewportSizeAsync(320, 800);
            Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    private async Task FillAsync()
    {
        var (store, now) = (_server.Service<IncomingStore>(), TimeProvider.System.GetUtcNow());
        var ids = _server.Service<IdGenerator>();
        await store.AddAsync(Row(ids.Next(), "msg_owls", DeliveryIn.Taken, "Announced as webhook.received."), _cancellation);
        await store.AddAsync(Row(ids.Next(), "sha256:Zm9yIGEgc2VuZGVyIHRoYXQgaGFzIG5vIGlkIG9mIGl0cyBvd24", DeliveryIn.PassedBy, "It tells of a folder, which is of no concern here."), _cancellation);
        await store.AddAsync(Row(ids.Next(), "msg_owls", DeliveryIn.Taken, ""), _cancellation);
        await store.AddRefusalsAsync(
            [
                new RefusalRow(store.NowMs - (store.NowMs % 3_600_000), "2001:db8:0:1::/64", "newsroom", "No signature fits: it was made with another secret, or of other bytes.", 401, 12, store.NowMs, store.NowMs),
                new RefusalRow(store.NowMs - (store.NowMs % 3_600_000), "198.51.100.9", "", "There is nothing at this address.", 404, 240, store.NowMs, store.NowMs),
            ],
            _cancellation);
        var told = new RecordedEvent(1, "talk.published/talk/1/1", "talk.published", "talk/talk_06agn9k2w4008", now, System.Text.Json.JsonSerializer.SerializeToElement(new { }));
        var webhooks = _server.Service<WebhookStore>();
        await webhooks.AddAsync(
            "desk", new EndpointSettings { Url = "https://desk.example/in" }, new EndpointSecrets(new Dictionary<string, string>(), Credentials: null, WebhookSignature.NewSecret()), _cancellation);
        await webhooks.NoteAttemptAsync(
            new RunId(ids.Next()), new DeliveryInput("desk", told, Attempts: 10), (await webhooks.FindAsync("desk", _cancellation))!,
            new WebhookAttempt(now, "POST https://desk.example/in") { Status = 200 }, _cancellation);

        IncomingRow Row(long id, string delivery, string state, string sentence)
            => new(id, "newsroom", delivery, now.ToUnixTimeMilliseconds(), "203.0.113.7", "application/json", """{"story":"owls"}""", IsBase64: false, state, sentence);
    }

    private Task<IBrowserContext> OpenAsync(bool scripts, ColorScheme theme = ColorScheme.Light, int width = 1280)
        => browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = _server.Address.ToString(),
            JavaScriptEnabled = scripts,
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
}
