using System.Net;
using System.Text.Json;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Contracts.Servers;
using Reelway.Frame.Web;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>Sign-in by OpenID Connect against oidc-provider, which knows nothing of us, at two servers of one installation.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder _folder = new();
    private readonly int _first = FreePort.Next();
    private readonly int _second = FreePort.Next();
    private NodePeer _provider = null!;
    private bool _isStopped;

    public async ValueTask InitializeAsync()
    {
        var world = new
        {
            client = "reelway",
            secret = "a secret of the client",
            redirects = new[] { $"http://127.0.0.1:{_first}{OpenIdSignIn.CallbackPath}", $"http://127.0.0.1:{_second}{OpenIdSignIn.CallbackPath}" },
            accounts = new Dictionary<string, object>
            {
                ["sub-ana"] = new { preferred_username = "Ana", email = "ana@example.org", email_verified = true, groups = new[] { "media-producers" } },
                ["sub-admin"] = new { preferred_username = "root", email = "root@example.org", email_verified = true, groups = new[] { "admin", "Admin" } },
                ["sub-liar"] = new { preferred_username = "liar", email = "boris@example.org", email_verified = false, groups = Array.Empty<string>() },
                ["sub-boris"] = new { preferred_username = "b", email = "Boris@Example.org", email_verified = true, groups = Array.Empty<string>() },
            },
        };
        _provider = await NodePeer.StartOidcAsync(JsonSerializer.Serialize(world), _cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await _provider.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Req_20_an_account_is_issuer_and_subject_and_its_groups_give_the_role_at_each_sign_in()
    {
        await using var server = await StartAsync(_first);
        using var browser = Browser();

        Assert.Equal("/runs", await SignInAsync(browser, server, "sub-ana"));
        var ana = (await server.Store.FindAsync("ana", _cancellation))!;
        Assert.Equal(("producer", null), (ana.Role, ana.Password));
        Assert.Contains(">ana<", await browser.GetPageAsync(server.Web.Address + "runs", _cancellation), StringComparison.Ordinal);

        await ChangeAsync("sub-ana", new { preferred_username = "another-name", email = "new@example.org", email_verified = true, groups = new[] { "nobody", "media-operators" } });
        using var later = Browser();
        await SignInAsync(later, server, "sub-ana");
        Assert.Equal("operator", (await server.Store.FindAsync("ana", _cancellation))!.Role);
        Assert.Null(await server.Store.FindAsync("another-name", _cancellation));
    }

    [Fact]
    public async Task Req_20_a_chosen_name_or_group_word_gives_nobody_anothers_rights()
    {
        await using var server = await StartAsync(_first);
        using var browser = Browser();

        await SignInAsync(browser, server, "sub-admin");

        var other = (await server.Store.FindAsync("root-2", _cancellation))!;
        Assert.Equal((null, null), (other.Role, other.Password));
        using var answer = await browser.GetAsync(new Uri(server.Web.Address, "/api/v1/runs"), _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "right-missing", _cancellation);
    }

    [Fact]
    public async Task Req_20_an_address_links_only_when_it_is_verified_and_an_admin_allows_it()
    {
        await using var server = await StartAsync(_first);
        await server.People.AddAsync(new AddPersonRequest("boris", "viewer", "boris@example.org", LinkEmail: true), "root", _cancellation);
        await server.People.AddAsync(new AddPersonRequest("ana", "admin", "ana@example.org"), "root", _cancellation);
        using (var liar = Browser())
        {
            await SignInAsync(liar, server, "sub-liar");
        }

        using var ana = Browser();
        await SignInAsync(ana, server, "sub-ana");
        using var boris = Browser();
        await SignInAsync(boris, server, "sub-boris");

        Assert.NotNull(await server.Store.FindAsync("liar", _cancellation));
        Assert.NotNull(await server.Store.FindAsync("ana-2", _cancellation));
        Assert.False((await server.Store.FindAsync("boris", _cancellation))!.LinksEmail);
        Assert.Equal("boris", (await server.Store.FindByAccountAsync(Issuer, "sub-boris", _cancellation))!.Name);
    }

    [Fact]
    public async Task A_disabled_person_is_refused()
    {
        await using var server = await StartAsync(_first);
        using var browser = Browser();
        await SignInAsync(browser, server, "sub-ana");
        await server.People.DisableAsync("ana", new ReasonRequest(), version: null, "root", _cancellation);

        using var again = Browser();
        Assert.Equal(Visitor.SignInPath, await SignInAsync(again, server, "sub-ana"));

        Assert.Contains("may not sign in here any more", await again.GetPageAsync(server.Web.Address + "sign-in", _cancellation), StringComparison.Ordinal);
        using var answer = await again.GetAsync(new Uri(server.Web.Address, "/api/v1/runs"), _cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Req_21_a_sign_in_that_began_at_one_server_ends_at_the_other()
    {
        await using var first = await StartAsync(_first);
        await using var second = await StartAsync(_second, addsRoot: false);
        using var browser = Browser();

        // Cookies know no ports, so that the browser shows the second server what the first has given it, as behind one address.
        var callback = await CallbackAsync(browser, first, "sub-ana");
        using var answer = await browser.GetAsync(new UriBuilder(callback) { Port = _second }.Uri, _cancellation);

        Assert.Equal("/runs", answer.Headers.Location!.OriginalString);
        await browser.GetPageAsync(second.Web.Address + "runs", _cancellation);
        await browser.GetPageAsync(first.Web.Address + "runs", _cancellation);
    }

    [Fact]
    public async Task Thirty_sign_ins_that_came_to_nothing_leave_no_heap_of_cookies_and_the_next_one_works()
    {
        await using var server = await StartAsync(_first);
        var jar = new CookieContainer();
        using var browser = Browser(jar);
        for (var begun = 0; begun < 30; begun++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Web.Address, OpenIdSignIn.BeginPath + "?returnTo=/runs"));
            // From elsewhere each time: how often one address may begin is another test's.
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{begun}");
            using var answer = await browser.SendAsync(request, _cancellation);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.InRange(jar.GetCookies(new Uri(server.Web.Address, OpenIdSignIn.BeginPath)).Count(cookie => cookie.Name.StartsWith("reelway.oidc", StringComparison.Ordinal)), 1, 10);
        }

        Assert.Equal("/runs", await SignInAsync(browser, server, "sub-ana"));
    }

    [Fact]
    public async Task Req_22_without_the_provider_sessions_go_on_health_warns_and_the_sign_in_page_says_so()
    {
        await using var server = await StartAsync(_first);
        using var browser = Browser();
        await SignInAsync(browser, server, "sub-ana");
        await _provider.DisposeAsync();
        _isStopped = true;

        await browser.GetPageAsync(server.Web.Address + "runs", _cancellation);
        using var ready = await browser.GetAsync(new Uri(server.Web.Address, "/readyz"), _cancellation);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var part = (await ready.ReadJsonAsync(_cancellation)).GetProperty("parts").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "sign-in");
        Assert.Contains("does not answer", part.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await using var later = await StartAsync(_second, addsRoot: false);
        using var stranger = Browser();
        using var begin = await stranger.GetAsync(new Uri(later.Web.Address, OpenIdSignIn.BeginPath), _cancellation);
        Assert.Equal(Visitor.SignInPath, begin.Headers.Location!.OriginalString);
        Assert.Contains("does not answer now", await stranger.GetPageAsync(later.Web.Address + "sign-in", _cancellation), StringComparison.Ordinal);
    }

    private string Issuer => $"http://127.0.0.1:{_provider.Port}";

    private Task<PeopleServer> StartAsync(int port, bool addsRoot = true) => PeopleServer.StartAsync(
        _cancellation, options => (options.Urls, options.Proxies, options.PlainHttp) = ([$"http://127.0.0.1:{port}"], ["127.0.0.1"], true), _folder.FullPath, addsRoot,
        access: new AccessOptions
        {
            Oidc = new OpenIdOptions
            {
                Authority = Issuer,
                ClientId = "reelway",
                ClientSecret = "a secret of the client",
                Roles = new() { ["media-producers"] = "producer", ["media-operators"] = "operator" },
            },
        });

    private static HttpClient Browser(CookieContainer? jar = null) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar ?? new CookieContainer() });

    private async Task ChangeAsync(string subject, object claims)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var answer = await client.PostAsync(Issuer + "/accounts", new StringContent(JsonSerializer.Serialize(new Dictionary<string, object> { [subject] = claims })), _cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <returns>Where the sign-in leads in the end.</returns>
    private async Task<string> SignInAsync(HttpClient browser, PeopleServer server, string subject)
    {
        using var answer = await browser.GetAsync(await CallbackAsync(browser, server, subject), _cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Goes through the provider's pages until it sends the browser back.</summary>
    private async Task<Uri> CallbackAsync(HttpClient browser, PeopleServer server, string subject)
    {
        var at = new Uri(server.Web.Address, OpenIdSignIn.BeginPath + "?returnTo=/runs");
        for (var step = 0; step < 10; step++)
        {
            using var answer = await browser.GetAsync(at, _cancellation);
            Assert.InRange((int)answer.StatusCode, 300, 399);
            at = new Uri(at, answer.Headers.Location!);
            if (at.AbsolutePath == OpenIdSignIn.CallbackPath)
            {
                return at;
            }

            at = at.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal) ? new UriBuilder(at) { Query = $"account={subject}" }.Uri : at;
        }

        throw new InvalidOperationException($"The provider does not come to an end: {at}");
    }
}
