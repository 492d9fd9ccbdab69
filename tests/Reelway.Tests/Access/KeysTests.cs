using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Frame.Operations;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>Keys of programs, over real sockets.</summary>
public sealed class KeysTests
{
    private const string AllKey = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Req_18_a_key_is_shown_once_and_does_what_it_may()
    {
        using var folder = new TemporaryFolder();
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey, keys: folder.FullPath);
        using var admin = server.Client(AllKey);
        var made = await CreateAsync(admin, new { name = "newsroom", rights = new[] { "runs:read" }, expires = "90d" });
        using var client = server.Client(made.GetProperty("secret").GetString());

        await client.GetJsonAsync("/api/v1/runs", _cancellation);
        using var refused = await client.PostAsJsonAsync("/api/v1/runs/run_0000000000001/cancel", new { }, _cancellation);
        var problem = await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "right-missing", _cancellation);
        Assert.Equal("This needs the right runs:write, which key newsroom does not have; the role producer has it.", problem.GetProperty("detail").GetString());

        var list = await admin.GetJsonAsync("/api/v1/keys", _cancellation);
        var item = list.GetProperty("items")[0];
        Assert.Equal(("newsroom", "active", "127.0.0.1"), (item.GetProperty("name").GetString(), item.GetProperty("state").GetString(), item.GetProperty("usedFrom").GetString()));
        Assert.DoesNotContain(made.GetProperty("secret").GetString()![15..], list.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "must name what the key may do")]
    [InlineData("""{"name":"x","rights":["runs:fly"]}""", "runs:fly")]
    [InlineData("""{"name":"x","role":"king"}""", "viewer, producer, operator, admin")]
    [InlineData("""{"rights":["runs:read"]}""", "must say what the key is for")]
    [InlineData("""{"name":"x","rights":["runs:read"],"expires":"soon"}""", "such as 90d")]
    [InlineData("""{"name":"x","rights":["runs:read"],"addresses":["everywhere"]}""", "everywhere")]
    public async Task What_is_wrong_with_a_new_key_is_said(string body, string words)
    {
        await using var server = await StartAsync();
        using var admin = server.Client(AllKey);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync(KeysApi.Create.Path, content, _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_makes_a_key_that_may_do_more_than_they_may()
    {
        await using var server = await StartAsync();
        using var admin = server.Client(AllKey);
        var made = await CreateAsync(admin, new { name = "keeper", rights = new[] { "keys:write", "runs:read" } });
        using var keeper = server.Client(made.GetProperty("secret").GetString());

        await CreateAsync(keeper, new { name = "fine", rights = new[] { "runs:read" } });
        using var answer = await keeper.PostAsJsonAsync(KeysApi.Create.Path, new { name = "more", rights = new[] { "runs:write" } }, _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Contains("runs:write is beyond that", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keys_addresses_hold_at_every_request_and_behind_a_listed_proxy()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => (options.ApiKey, options.Proxies) = (AllKey, ["127.0.0.1"]));
        using var admin = server.Client(AllKey);
        using var client = server.Client((await CreateAsync(admin, new { name = "bound", rights = new[] { "runs:read" }, addresses = new[] { "192.0.2.0/24" } })).GetProperty("secret").GetString());

        Assert.Equal("key-not-here", await FromAsync(client, "198.51.100.9"));
        Assert.Null(await FromAsync(client, "192.0.2.7"));
        Assert.Equal("key-not-here", await FromAsync(client, "198.51.100.9"));
        Assert.Null(await FromAsync(client, "::ffff:192.0.2.7"));
        // What a client writes itself stands before what the proxy adds.
        Assert.Equal("key-not-here", await FromAsync(client, "192.0.2.7, 198.51.100.9"));
        Assert.Equal("key-not-here", await FromAsync(client, null));
    }

    [Fact]
    public async Task Without_listed_proxies_nobody_moves_elsewhere_by_a_header()
    {
        await using var server = await StartAsync();
        using var admin = server.Client(AllKey);
        using var client = server.Client((await CreateAsync(admin, new { name = "bound", rights = new[] { "runs:read" }, addresses = new[] { "192.0.2.0/24" } })).GetProperty("secret").GetString());

        Assert.Equal("key-not-here", await FromAsync(client, "192.0.2.7"));
    }

    [Fact]
    public async Task Req_19_two_keys_are_good_together_and_revoking_one_ends_its_streams_within_five_seconds()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey, app => app.MapGet("/stream", StreamAsync).RequireRight(new Right("runs:read")));
        using var admin = server.Client(AllKey);
        var (old, next) = (await CreateAsync(admin, new { name = "old", rights = new[] { "runs:read" } }), await CreateAsync(admin, new { name = "next", rights = new[] { "runs:read" } }));
        using var oldClient = server.Client(old.GetProperty("secret").GetString());
        using var nextClient = server.Client(next.GetProperty("secret").GetString());
        using var ending = await oldClient.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, _cancellation);
        using var lasting = await nextClient.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, _cancellation);
        await using var stream = await ending.Content.ReadAsStreamAsync(_cancellation);
        await stream.ReadExactlyAsync(new byte[1], _cancellation);

        using var revoked = await admin.PostAsync(KeysApi.Revoke.At(old.GetProperty("key").GetProperty("id").GetString()!), null, _cancellation);
        var since = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(() => stream.CopyToAsync(Stream.Null, _cancellation));

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        using var refused = await oldClient.GetAsync("/api/v1/runs", _cancellation);
        var problem = await refused.ReadProblemAsync(HttpStatusCode.Unauthorized, "key-unknown", _cancellation);
        Assert.Contains("was revoked on", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using var other = await lasting.Content.ReadAsStreamAsync(_cancellation);
        await other.ReadExactlyAsync(new byte[1], _cancellation);
        await nextClient.GetJsonAsync("/api/v1/runs", _cancellation);
    }

    [Fact]
    public async Task A_page_makes_a_key_shows_it_once_and_revokes_it()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation);
        using var browser = server.Client();

        var back = await browser.SubmitAsync("/keys", "/keys/create", _cancellation, ("name", "nightly"), ("role", "viewer"), ("expires", "30d"));
        var first = await browser.GetPageAsync(back, _cancellation);
        var second = await browser.GetPageAsync("/keys", _cancellation);

        var secret = System.Text.RegularExpressions.Regex.Match(first, "rw_live_[0-9A-Za-z]{46}").Value;
        Assert.True(KeyText.IsWhole(secret));
        Assert.DoesNotContain(secret, second, StringComparison.Ordinal);
        var id = System.Text.RegularExpressions.Regex.Match(second, "key_[0-9a-z]{13}").Value;
        await browser.SubmitAsync("/keys", $"/keys/{id}/revoke", _cancellation);
        Assert.Contains("revoked", await browser.GetPageAsync("/keys", _cancellation), StringComparison.Ordinal);
    }

    private static async Task StreamAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await http.Response.WriteAsync(": a sign of life\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        while (await pace.WaitForNextTickAsync(http.RequestAborted));
    }

    private async Task<JsonElement> CreateAsync(HttpClient client, object body)
    {
        using var answer = await client.PostAsJsonAsync(KeysApi.Create.Path, body, _cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.ReadJsonAsync(_cancellation);
    }

    /// <returns>Code of the refusal; null when it was let in.</returns>
    private async Task<string?> FromAsync(HttpClient client, string? forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwarded);
        }

        using var answer = await client.SendAsync(request, _cancellation);
        return answer.IsSuccessStatusCode ? null : (await answer.ReadJsonAsync(_cancellation)).GetProperty("code").GetString();
    }

    private Task<WebServer> StartAsync() => WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey);
}
