using System.Net;
using System.Net.Http.Json;
using Reelway.Access;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

public sealed class RateLimitsTests
{
    private const string AllKey = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Req_24_each_key_has_a_limit_of_its_own_and_answers_say_what_is_left()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => (options.ApiKey, options.RequestsPerMinute) = (AllKey, 3));
        using var owner = server.Client(server.Service<ProcessToken>().Value);
        using var one = server.Client(await KeyAsync(owner, "one"));
        using var other = server.Client(await KeyAsync(owner, "other"));

        using var first = await one.GetAsync("/api/v1/runs", _cancellation);
        Assert.Equal("\"requests\";q=3;w=60", first.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Matches("^\"requests\";r=2;t=(5[0-9]|60)$", first.Headers.GetValues("RateLimit").Single());
        await one.GetJsonAsync("/api/v1/runs", _cancellation);
        await one.GetJsonAsync("/api/v1/runs", _cancellation);

        using var refused = await one.GetAsync("/api/v1/runs", _cancellation);
        await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests", _cancellation);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await other.GetJsonAsync("/api/v1/runs", _cancellation);
        for (var call = 0; call < 5; call++)
        {
            using var free = await owner.GetAsync("/api/v1/runs", _cancellation);
            Assert.False(free.Headers.Contains("RateLimit"));
        }
    }

    [Fact]
    public async Task Req_24_who_has_no_key_is_counted_by_address_and_no_header_moves_them()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => (options.ApiKey, options.RequestsPerMinute) = (AllKey, 3));
        using var client = server.Client();
        var answers = new List<HttpStatusCode>();
        for (var call = 0; call < 5; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{call}");
            using var answer = await client.SendAsync(request, _cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 3), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], answers);
        using var alive = await client.GetAsync("/healthz", _cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Req_24_each_server_counts_what_it_answers_itself()
    {
        using var folder = new TemporaryFolder();
        await using var first = await WebServer.StartWithPeopleAsync(_cancellation, options => (options.ApiKey, options.RequestsPerMinute) = (AllKey, 2), keys: folder.FullPath);
        await using var second = await WebServer.StartWithPeopleAsync(_cancellation, options => (options.ApiKey, options.RequestsPerMinute) = (AllKey, 2), keys: folder.FullPath);
        using var owner = first.Client(first.Service<ProcessToken>().Value);
        var key = await KeyAsync(owner, "one");
        using var there = second.Client(key);
        using var here = first.Client(key);
        await here.GetJsonAsync("/api/v1/runs", _cancellation);
        await here.GetJsonAsync("/api/v1/runs", _cancellation);

        using var refused = await here.GetAsync("/api/v1/runs", _cancellation);
        using var taken = await there.GetAsync("/api/v1/runs", _cancellation);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, taken.StatusCode));
        Assert.StartsWith("\"requests\";r=1;", taken.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_anybody_may_send_is_small()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey);
        using var client = server.Client();
        var token = await client.TokenAsync("/sign-in", _cancellation);
        using var small = await client.PostFormAsync(SignInForms.BeginPath, _cancellation, ("key", new string('a', 4_000)), ("__RequestVerificationToken", token));
        using var large = await client.PostFormAsync(SignInForms.BeginPath, _cancellation, ("key", new string('a', 40_000)), ("__RequestVerificationToken", token));
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.BadRequest), (small.StatusCode, large.StatusCode));
    }

    [Fact]
    public void A_window_begins_again_and_many_names_share_what_there_is()
    {
        var clock = new ManualClock();
        var windows = new CountedWindows(clock, TimeSpan.FromMinutes(1));
        Assert.Equal(1, windows.Take("a", 2).Left);
        Assert.Equal(0, windows.Take("a", 2).Left);
        Assert.Equal(-1, windows.Take("a", 2).Left);
        Assert.Equal(-1, windows.Take("a", 2).Left);
        Assert.Equal(2, windows.Look("b", 2).Left);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, windows.Look("a", 2).Left);
        for (var name = 0; name < 10_000; name++)
        {
            windows.Take($"name {name}", 2);
        }

        // All places are taken: those who come now are one.
        windows.Take("late 1", 2);
        Assert.Equal(0, windows.Take("late 2", 2).Left);
        Assert.Equal(1, windows.Look("name 7", 2).Left);
    }

    private async Task<string> KeyAsync(HttpClient client, string name)
    {
        using var answer = await client.PostAsJsonAsync(KeysApi.Create.Path, new { name, rights = new[] { "runs:read" } }, _cancellation);
        return (await answer.ReadJsonAsync(_cancellation)).GetProperty("secret").GetString()!;
    }
}
