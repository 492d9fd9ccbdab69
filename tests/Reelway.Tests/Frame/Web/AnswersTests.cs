using System.Net;
using Reelway.Frame;
using Reelway.Storage;

namespace Reelway.Tests.Frame.Web;

public sealed class AnswersTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/runs", HttpStatusCode.OK)]
    [InlineData("/api/v1/runs", HttpStatusCode.OK)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    public async Task Every_answer_says_its_version_and_what_a_browser_may_do(string path, HttpStatusCode status)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        using var answer = await client.GetAsync(path, _cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(Product.Version, Assert.Single(answer.Headers.GetValues("Reelway-Version")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("no-store", Assert.Single(answer.Headers.GetValues("Cache-Control")), StringComparison.Ordinal);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Health_is_about_the_process_and_readiness_about_the_store()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        Assert.True((await client.GetJsonAsync("/healthz", _cancellation)).GetProperty("ok").GetBoolean());
        Assert.True((await client.GetJsonAsync("/readyz", _cancellation)).GetProperty("ok").GetBoolean());

        server.Runs.Failure = new IOException("disk of the secret store");
        Assert.True((await client.GetJsonAsync("/healthz", _cancellation)).GetProperty("ok").GetBoolean());
        using var unready = await client.GetAsync("/readyz", _cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        var body = await unready.Content.ReadAsStringAsync(_cancellation);
        Assert.Contains("\"ok\":false", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(StorageFault.NoSpace), "The disk of the database takes no more; nothing was changed.")]
    [InlineData(nameof(StorageFault.Unreachable), "The database does not answer.")]
    public async Task A_database_that_may_come_back_is_told_as_such_and_without_where_it_is(string fault, string sentence)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        server.Runs.Failure = new StorageException(Enum.Parse<StorageFault>(fault), "something about /secret/place");

        using var answer = await client.GetAsync("/api/v1/runs", _cancellation);

        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "store-unavailable", _cancellation);
        Assert.StartsWith(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_went_astray_or_met_a_fault_gets_a_page()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        Assert.Contains("There is nothing at this address", await client.GetPageAsync("/nowhere", _cancellation, HttpStatusCode.NotFound), StringComparison.Ordinal);

        server.Runs.Failure = new IOException("disk of the secret store");
        var page = await client.GetPageAsync("/runs", _cancellation, HttpStatusCode.InternalServerError);
        Assert.Contains("Something went wrong here", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("<html").Length - 1);
    }

    [Fact]
    public async Task Styles_and_icons_come_with_the_program_and_are_kept_by_browsers()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        var page = await client.GetPageAsync("/runs", _cancellation);
        var address = page.Split("<link rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        using var style = await client.GetAsync(address, _cancellation);
        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.StatusCode, style.Content.Headers.ContentType?.MediaType));
        Assert.Equal(TimeSpan.FromDays(365), style.Headers.CacheControl?.MaxAge);
        Assert.Contains("color-scheme", await style.Content.ReadAsStringAsync(_cancellation), StringComparison.Ordinal);

        using var missing = await client.GetAsync("/app/..%2Freelway.dll", _cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task The_theme_is_remembered_and_anything_else_is_not()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        Assert.Contains("data-theme=\"auto\"", await client.GetPageAsync("/runs", _cancellation), StringComparison.Ordinal);
        Assert.Equal("/runs?state=failed", await client.SubmitAsync("/runs", "/theme", _cancellation, ("theme", "dark"), ("returnTo", "/runs?state=failed")));
        Assert.Contains("data-theme=\"dark\"", await client.GetPageAsync("/runs", _cancellation), StringComparison.Ordinal);
        Assert.Equal("/", await client.SubmitAsync("/runs", "/theme", _cancellation, ("theme", "\"><script>"), ("returnTo", "//evil.example")));
        Assert.Contains("data-theme=\"dark\"", await client.GetPageAsync("/runs", _cancellation), StringComparison.Ordinal);
    }
}
