using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>Sessions of browsers, and how guessing is slowed down.</summary>
public sealed class SessionsTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Req_21_a_session_of_one_server_is_good_at_another_and_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string cookie;
        await using (var first = await PeopleServer.StartAsync(_cancellation, folder: folder.FullPath))
        await using (var second = await PeopleServer.StartAsync(_cancellation, folder: folder.FullPath, addsRoot: false))
        {
            cookie = await SignInAsync(first.Web.Client(), "root");
            Assert.Equal(HttpStatusCode.OK, await GetAsync(second, cookie));
        }

        await using var later = await PeopleServer.StartAsync(_cancellation, folder: folder.FullPath, addsRoot: false);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(later, cookie));

        await later.People.SignOutAsync("root", "root", _cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(later, cookie));
    }

    [Fact]
    public async Task Req_23_over_TLS_the_cookie_is_bound_to_the_host()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation, options => (options.Proxies, options.Hosts) = (["127.0.0.1"], ["media.example"]));
        using var browser = Browser(server, "https");

        var cookies = await CookiesAsync(browser);

        Assert.Matches("^__Host-reelway\\.session\\.[0-9a-f]{8}=[^;]+; path=/; secure; samesite=lax; httponly$", Assert.Single(cookies, cookie => cookie.Contains("session", StringComparison.Ordinal)));
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Req_23_over_plain_http_nobody_signs_in_from_elsewhere_unless_that_is_wanted()
    {
        await using var strict = await PeopleServer.StartAsync(_cancellation, options => (options.Proxies, options.Hosts) = (["127.0.0.1"], ["media.example"]));
        using var refused = Browser(strict, "http");
        Assert.DoesNotContain(await CookiesAsync(refused), cookie => cookie.Contains("reelway.session", StringComparison.Ordinal));
        Assert.Contains("server.plain_http", await refused.GetPageAsync("/sign-in", _cancellation), StringComparison.Ordinal);

        await using var loose = await PeopleServer.StartAsync(_cancellation, options => (options.Proxies, options.Hosts, options.PlainHttp) = (["127.0.0.1"], ["media.example"], true));
        using var taken = Browser(loose, "http");
        Assert.Matches("^reelway\\.session\\.[0-9a-f]{8}=[^;]+; path=/; samesite=lax; httponly$", Assert.Single(await CookiesAsync(taken), cookie => cookie.Contains("session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Req_23_signing_in_renews_the_session_and_ends_the_one_before()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        using var browser = server.Web.Client();

        var first = await SignInAsync(browser, "root");
        var second = await SignInAsync(browser, "root");

        Assert.NotEqual(first, second);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await GetAsync(server, first), await GetAsync(server, second)));
    }

    [Fact]
    public async Task Req_23_signing_out_everywhere_ends_all_sessions_of_oneself_and_of_nobody_else()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        await server.AddAsync("ana", "viewer", _cancellation);
        using var here = await server.SignInAsync("root", _cancellation);
        using var there = await server.SignInAsync("root", _cancellation);
        using var ana = await server.SignInAsync("ana", _cancellation);

        await here.SubmitAsync("/me", "/me/sign-out", _cancellation);

        var answers = new List<HttpStatusCode>();
        foreach (var browser in new[] { here, there, ana })
        {
            using var answer = await browser.GetAsync("/api/v1/runs", _cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK], answers);
    }

    [Fact]
    public async Task The_address_of_a_one_time_link_is_given_to_nobody()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        var link = (await server.People.AddAsync(new AddPersonRequest("ana", "viewer"), "a test", _cancellation)).Path;
        using var browser = server.Web.Client();

        using var welcome = await browser.GetAsync(link, _cancellation);
        using var other = await browser.GetAsync("/sign-in", _cancellation);

        Assert.Equal(("no-referrer", "same-origin"), (welcome.Headers.GetValues("Referrer-Policy").Single(), other.Headers.GetValues("Referrer-Policy").Single()));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_answered_like_a_wrong_password_and_costs_as_much()
    {
        var hasher = new CountingHasher();
        await using var server = await PeopleServer.StartAsync(_cancellation, services: services => services.AddSingleton<IPasswordHasher<PersonRow>>(hasher));
        await server.AddAsync("ana", "viewer", _cancellation);
        await server.People.DisableAsync("ana", new ReasonRequest(), version: null, "root", _cancellation);
        var answers = new List<(string Where, string Page, int Hashes)>();
        foreach (var (name, password) in new[] { ("root", "a wrong password"), ("nobody", "a wrong password"), ("ana", PeopleServer.Password), ("roo\tt", "a wrong password") })
        {
            using var browser = server.Web.Client();
            var before = hasher.Verified;
            var where = await browser.SubmitAsync("/sign-in", SignInForms.BeginPath, _cancellation, ("name", name), ("password", password), ("returnTo", "/runs"));
            answers.Add((where, SignIns.Wrong, hasher.Verified - before));
            Assert.Contains(SignIns.Wrong, await browser.GetPageAsync(where, _cancellation), StringComparison.Ordinal);
        }

        Assert.Equal(("/sign-in?returnTo=%2Fruns", SignIns.Wrong, 1), Assert.Single(answers.Distinct()));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("nobody")]
    public async Task Req_24_one_name_is_guessed_at_slowly_from_wherever(string name)
    {
        await using var server = await PeopleServer.StartAsync(_cancellation, options => (options.Proxies, options.PlainHttp) = (["127.0.0.1"], true));
        for (var guess = 0; guess < SignIns.WrongPerName; guess++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await TryAsync(server, name, $"198.51.100.{guess}")).StatusCode);
        }

        using var answer = await TryAsync(server, name, "198.51.100.99");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), SignIns.NameWindow);
        using var other = await TryAsync(server, "somebody-else", "198.51.100.99");
        Assert.Equal(HttpStatusCode.SeeOther, other.StatusCode);
    }

    [Fact]
    public async Task Req_24_a_network_of_IPv6_tries_as_one_address_and_a_header_moves_nobody()
    {
        await using var behind = await PeopleServer.StartAsync(_cancellation, options => options.Proxies = ["127.0.0.1"]);
        Assert.Equal(10, await TakenAsync(behind, 12, guess => $"2001:db8:0:7::{guess:x}"));
        Assert.Equal(1, await TakenAsync(behind, 1, _ => "2001:db8:0:8::1"));

        await using var direct = await PeopleServer.StartAsync(_cancellation);
        Assert.Equal(10, await TakenAsync(direct, 12, guess => $"198.51.100.{guess}"));
    }

    [Theory]
    [InlineData("2001:db8:0:7::1", "2001:db8:0:7::/64")]
    [InlineData("2001:db8:0:7:ffff::9", "2001:db8:0:7::/64")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    public void An_address_counts_with_its_network(string address, string bucket)
        => Assert.Equal(bucket, AddressBucket.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } }));

    private async Task<int> TakenAsync(PeopleServer server, int guesses, Func<int, string> from)
    {
        var taken = 0;
        for (var guess = 0; guess < guesses; guess++)
        {
            using var answer = await TryAsync(server, $"name{guess}", from(guess));
            taken += answer.StatusCode == HttpStatusCode.TooManyRequests ? 0 : 1;
        }

        return taken;
    }

    private async Task<HttpResponseMessage> TryAsync(PeopleServer server, string name, string from)
    {
        using var browser = server.Web.Client();
        var token = await browser.TokenAsync("/sign-in", _cancellation);
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        return await browser.PostFormAsync(SignInForms.BeginPath, _cancellation, ("name", name), ("password", "a wrong password"), ("__RequestVerificationToken", token));
    }

    private static HttpClient Browser(PeopleServer server, string scheme)
    {
        // The test's own jar of cookies keeps no secure ones for an address of plain http.
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Web.Address };
        browser.DefaultRequestHeaders.Host = "media.example";
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.9");
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    private async Task<IReadOnlyList<string>> CookiesAsync(HttpClient browser)
    {
        using var page = await browser.GetAsync("/sign-in", _cancellation);
        var form = page.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Contains("reelway.forms", StringComparison.Ordinal));
        var text = await page.Content.ReadAsStringAsync(_cancellation);
        var token = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(text, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInForms.BeginPath)
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("name", "root"), KeyValuePair.Create("password", PeopleServer.Password), KeyValuePair.Create("__RequestVerificationToken", token)]),
        };
        request.Headers.Add("Cookie", form.Split(';')[0]);
        using var answer = await browser.SendAsync(request, _cancellation);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return [form, .. answer.Headers.TryGetValues("Set-Cookie", out var more) ? more : []];
    }

    private async Task<string> SignInAsync(HttpClient browser, string name)
    {
        var token = await browser.TokenAsync("/sign-in", _cancellation);
        using var answer = await browser.PostFormAsync(
            SignInForms.BeginPath, _cancellation, ("name", name), ("password", PeopleServer.Password), ("__RequestVerificationToken", token));
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("reelway.session", StringComparison.Ordinal)).Split(';')[0];
    }

    private async Task<HttpStatusCode> GetAsync(PeopleServer server, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Web.Address, "/api/v1/runs"));
        request.Headers.Add("Cookie", cookie);
        using var answer = await client.SendAsync(request, _cancellation);
        return answer.StatusCode;
    }

    private sealed class CountingHasher : IPasswordHasher<PersonRow>
    {
        private readonly PasswordHasher<PersonRow> _real = new();

        public int Verified { get; private set; }

        public string HashPassword(PersonRow user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(PersonRow user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
