using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Reelway.Access;
using Reelway.Frame.Web;
using Reelway.Tests.Access;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The pages of people, keys and the audit log in a real browser.</summary>
public sealed class AccessPagesTests(Browser browser, AccessPagesTests.Shown shown) : IClassFixture<Browser>, IClassFixture<AccessPagesTests.Shown>
{
    [Fact]
    public async Task A_person_signs_in_without_scripts_and_out_again()
    {
        await using var context = await OpenAsync(ColorScheme.Light, 1280, state: null, scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/people");
        await page.GetByLabel("Name").FillAsync("ana");
        await page.GetByLabel("Password").FillAsync("not hers at all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(SignIns.Wrong);

        await page.GetByLabel("Name").FillAsync("ana");
        await page.GetByLabel("Password").FillAsync(PeopleServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();
        await page.GotoAsync("/runs");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(Looks.Rows), MemberType = typeof(Looks))]
    public async Task The_pages_have_no_accessibility_violations_and_are_never_scrolled_sideways_at_320_pixels(ColorScheme theme, int width)
    {
        await using var outside = await OpenAsync(theme, width, state: null);
        await using var inside = await OpenAsync(theme, width, shown.State);
        await LookAsync(await outside.NewPageAsync(), "sign-in", "/sign-in", theme, width);
        await LookAsync(await outside.NewPageAsync(), "welcome", shown.Link, theme, width);
        var page = await inside.NewPageAsync();
        foreach (var path in (string[])["people", "keys", "audit", "me"])
        {
            await LookAsync(page, path, "/" + path, theme, width);
        }
    }

    private static async Task LookAsync(IPage page, string name, string path, ColorScheme theme, int width)
    {
        Assert.Equal((path, 200), (path, (await page.GotoAsync(path))!.Status));
        await page.SetViewportSizeAsync(320, 800);
        Assert.Equal((path, 320), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        await page.SetViewportSizeAsync(width, 800);

        var found = await page.RunAxe();
        await Screenshots.KeepAsync(page, $"access-{name}-{theme}-{width}".ToLowerInvariant());
        Assert.Equal([], found.Violations.Select(violation => $"{path} {violation.Id}: {violation.Nodes[0].Html} {violation.Nodes[0].Any.FirstOrDefault()?.Message}"));
    }

    private Task<IBrowserContext> OpenAsync(ColorScheme theme, int width, string? state, bool scripts = true) => browser.OpenAsync(new BrowserNewContextOptions
    {
        BaseURL = shown.Server.Web.Address.ToString(),
        ColorScheme = theme,
        JavaScriptEnabled = scripts,
        StorageState = state,
        ViewportSize = new ViewportSize { Width = width, Height = 800 },
    });

    /// <summary>A server with people and keys in every state, and a session of its admin.</summary>
    public sealed class Shown : IAsyncLifetime
    {
        internal PeopleServer Server { get; private set; } = null!;

        internal string State { get; private set; } = "";

        internal string Link { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            var cancellation = TestContext.Current.CancellationToken;
            Server = await PeopleServer.StartAsync(cancellation, options => options.ApiKey = "a key of enough characters");
            await Server.AddAsync("ana", "viewer", cancellation);
            await Server.AddAsync("boris", "producer", cancellation);
            await Server.People.DisableAsync("boris", new ReasonRequest("He has left; <b>his</b> keys too."), version: null, "root", cancellation);
            Link = (await Server.People.AddAsync(new AddPersonRequest("a-name-that-is-as-long-as-a-name-may-be-and-has-no-place-t", "operator", "someone.with.a.long.address@a-long-domain.example.org"), "root", cancellation)).Path;
            var keys = Server.Web.Service<KeyStore>();
            await keys.AddAsync(KeyText.Make(), new KeyWish("newsroom", ["runs:read", "talks:read"], ["192.0.2.0/24", "2001:db8::/32"], keys.Now.AddDays(90), PersonId: null), "root", cancellation);
            var used = await keys.AddAsync(KeyText.Make(), new KeyWish(new string('W', 60), ["runs:read"], [], ExpiresAt: null, PersonId: null), "root", cancellation);
            await keys.NoteUseAsync(used, "192.0.2.7", cancellation);
            await keys.RevokeAsync(used.Id, "ana", cancellation);
            State = await StateAsync(cancellation);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private async Task<string> StateAsync(CancellationToken cancellation)
        {
            var jar = new System.Net.CookieContainer();
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = Server.Web.Address };
            await Reelway.Tests.Frame.Web.Pages.SubmitAsync(client, Visitor.SignInPath, SignInForms.BeginPath, cancellation, ("name", "root"), ("password", PeopleServer.Password), ("returnTo", "/runs"));
            var session = jar.GetCookies(Server.Web.Address).Single(cookie => cookie.Name.StartsWith("reelway.session", StringComparison.Ordinal));
            return System.Text.Json.JsonSerializer.Serialize(new
            {
                cookies = new[] { new { name = session.Name, value = session.Value, domain = "127.0.0.1", path = "/", expires = -1, httpOnly = true, secure = false, sameSite = "Lax" } },
                origins = Array.Empty<string>(),
            });
        }
    }
}
