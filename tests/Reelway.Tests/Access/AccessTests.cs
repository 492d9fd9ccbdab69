using System.Net;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Frame.Web;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

public sealed class AccessTests
{
    private const string Key = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_this_machine_needs_none_but_a_wrong_one_is_refused()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation);
        using var client = server.Client();
        await client.GetJsonAsync("/api/v1/runs", _cancellation);
        await client.GetPageAsync("/runs", _cancellation);

        using var stranger = server.Client("left over from another server");
        using var answer = await stranger.GetAsync("/api/v1/runs", _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "key-unknown", _cancellation);
    }

    [Theory]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task With_a_key_programs_need_it(string path)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        using var answer = await client.GetAsync(path, _cancellation);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Redirect });
        Assert.DoesNotContain("openapi\":", await answer.Content.ReadAsStringAsync(_cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer nope")]
    [InlineData("X-Api-Key", "nope")]
    [InlineData("X-Api-Key", "A KEY OF ENOUGH CHARACTERS")]
    public async Task A_wrong_key_is_refused(string header, string value)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using var answer = await client.GetAsync("/api/v1/runs", _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "key-unknown", _cancellation);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("Authorization", "bearer " + Key)]
    [InlineData("X-Api-Key", Key)]
    public async Task The_key_lets_in_by_either_header(string header, string value)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Add(header, value);
        await client.GetJsonAsync("/api/v1/runs", _cancellation);
    }

    [Fact]
    public async Task The_token_of_the_process_lets_in_with_and_without_a_key()
    {
        await using var locked = await StartAsync();
        using var client = locked.Client(locked.Service<ProcessToken>().Value);
        await client.GetJsonAsync("/api/v1/runs", _cancellation);

        await using var open = await WebServer.StartWithPeopleAsync(_cancellation);
        using var other = open.Client(open.Service<ProcessToken>().Value);
        await other.GetJsonAsync("/api/v1/runs", _cancellation);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/app/site.css")]
    [InlineData("/sign-in")]
    public async Task Some_things_are_open_to_all(string path)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        using var answer = await client.GetAsync(path, _cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_browser_signs_in_with_the_key_and_comes_back_to_where_it_was()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        using var first = await GetAsPageAsync(client, "/runs?state=failed");
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var signIn = first.Headers.Location!.OriginalString;
        Assert.Equal("/sign-in?returnTo=%2Fruns%3Fstate%3Dfailed", signIn);

        var back = await client.SubmitAsync(signIn, SignInForms.BeginPath, _cancellation, ("key", Key), ("returnTo", "/runs?state=failed"));
        Assert.Equal("/runs?state=failed", back);
        Assert.Contains("Sign out", await client.GetPageAsync(back, _cancellation), StringComparison.Ordinal);

        Assert.Equal("/sign-in", await client.SubmitAsync("/runs", Visitor.SignOutPath, _cancellation));
        using var after = await GetAsPageAsync(client, "/runs");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_told_on_the_sign_in_page_and_lets_nobody_in()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var back = await client.SubmitAsync("/sign-in", SignInForms.BeginPath, _cancellation, ("key", "nope"), ("returnTo", "/runs"));
        Assert.Contains("not the key of this server", await client.GetPageAsync(back, _cancellation), StringComparison.Ordinal);
        using var answer = await GetAsPageAsync(client, "/runs");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("")]
    public async Task Signing_in_leads_nowhere_else(string returnTo)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        Assert.Equal("/", await client.SubmitAsync("/sign-in", SignInForms.BeginPath, _cancellation, ("key", Key), ("returnTo", returnTo)));
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 12; guess++)
        {
            using var answer = await client.PostFormAsync(SignInForms.BeginPath, _cancellation, ("key", $"guess {guess}"));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(2, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out_not_even_to_a_server_that_starts_later()
    {
        using var folder = new TemporaryFolder();
        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        string first, second;
        await using (var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key, keys: folder.FullPath))
        {
            using var browser = server.Client();
            using var other = server.Client();
            first = await SignInAsync(browser);
            second = await SignInAsync(other);
            using var before = await GetAsync(server.Address, first, thief);
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);

            await browser.SubmitAsync("/runs", Visitor.SignOutPath, _cancellation);

            using var after = await GetAsync(server.Address, first, thief);
            Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
            using var untouched = await GetAsync(server.Address, second, thief);
            Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
        }

        await using var later = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key, keys: folder.FullPath);
        using var outside = await GetAsync(later.Address, first, thief);
        Assert.Equal(HttpStatusCode.Unauthorized, outside.StatusCode);
        using var inside = await GetAsync(later.Address, second, thief);
        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("X-Api-Key", "")]
    public async Task Guessing_by_header_is_slowed_down_and_fills_no_log(string header, string before)
    {
        var log = new WrongKeyLines();
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key, services: log.AddTo);
        using var client = server.Client();
        for (var guess = 0; guess < 30; guess++)
        {
            using var answer = await SendAsync(client, header, $"{before}guess {guess}");
            await answer.ReadProblemAsync(guess < WrongKeys.GuessesPerWindow ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, guess < WrongKeys.GuessesPerWindow ? "key-unknown" : "too-many-requests", _cancellation);
            Assert.Equal(guess >= WrongKeys.GuessesPerWindow, answer.Headers.RetryAfter?.Delta is { TotalSeconds: > 0 and <= 60 });
        }

        // Whether a key is right is not told either; the machine's own commands get through.
        using var right = await SendAsync(client, header, before + Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        using var own = await SendAsync(client, header, before + server.Service<ProcessToken>().Value);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal("A wrong key was presented from 127.0.0.1", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task A_client_with_an_old_key_keeps_nobody_else_out()
    {
        await using var server = await StartAsync();
        using var old = server.Client("the key of last year");
        using var client = server.Client(Key);
        for (var call = 0; call < 30; call++)
        {
            using var refused = await old.GetAsync("/api/v1/runs", _cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await client.GetJsonAsync("/api/v1/runs", _cancellation);
    }

    [Fact]
    public async Task A_session_made_with_an_older_key_is_over()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        string cookie;
        await using (var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key, keys: folder.FullPath))
        {
            using var browser = server.Client();
            cookie = await SignInAsync(browser);
            using var inside = await GetAsync(server.Address, cookie, client);
            Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        }

        await using var renewed = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key + "!", keys: folder.FullPath);
        using var outside = await GetAsync(renewed.Address, cookie, client);
        Assert.Equal(HttpStatusCode.Unauthorized, outside.StatusCode);
    }

    private async Task<string> SignInAsync(HttpClient browser)
    {
        var token = await browser.TokenAsync("/sign-in", _cancellation);
        using var answer = await browser.PostFormAsync(SignInForms.BeginPath, _cancellation, ("key", Key), ("__RequestVerificationToken", token));
        return answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("reelway.session", StringComparison.Ordinal)).Split(';')[0];
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request, _cancellation);
    }

    private Task<HttpResponseMessage> GetAsync(Uri address, string cookie, HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/api/v1/runs"));
        request.Headers.Add("Cookie", cookie);
        return client.SendAsync(request, _cancellation);
    }

    private async Task<HttpResponseMessage> GetAsPageAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await client.SendAsync(request, _cancellation);
    }

    private Task<WebServer> StartAsync() => WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = Key);
}
