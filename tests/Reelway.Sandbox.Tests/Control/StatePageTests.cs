using Reelway.Sandbox.Tests.Facebook;

namespace Reelway.Sandbox.Tests.Control;

public sealed class StatePageTests
{
    [Fact]
    public async Task A_hostile_title_is_shown_and_not_run()
    {
        await using var http = await SandboxHttp.StartAsync();
        const string Title = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";
        await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(10), ("title", Title), ("description", "</table>" + Title));
        using var call = await http.PostJsonAsync("/webhooks/<b>", "</pre>" + Title);

        using var answer = await http.SendAsync(HttpMethod.Get, "/_sandbox");
        var html = await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_folded_and_many_of_a_kind_are_one_row()
    {
        await using var http = await SandboxHttp.StartAsync();
        for (var piece = 1; piece <= 30; piece++)
        {
            using var posted = await http.PostJsonAsync("/webhooks/pieces", $"{{\"piece\":{piece}}}");
        }

        using var other = await http.PostJsonAsync("/webhooks/end", "{}");
        using var answer = await http.SendAsync(HttpMethod.Get, "/_sandbox");
        var html = await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation);

        var log = html[html.IndexOf("<details class=\"log\">", StringComparison.Ordinal)..];
        Assert.Contains("<summary>Requests to webhooks: 31</summary>", log, StringComparison.Ordinal);
        Assert.Equal(2, log.Split("<tr><td").Length - 1);
        Assert.Contains("<td data-label=\"Times\">30</td>", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Requests to smtp", html, StringComparison.Ordinal);
        Assert.Contains("Nothing yet: Videos, Comments, Posts", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_issued_while_it_runs_is_shown_nowhere()
    {
        await using var http = await SandboxHttp.StartAsync();
        var fresh = http.Server.Facebook.LogIn();
        (await new GraphCaller(http, fresh).GetAsync("me/accounts")).Ok();

        using var page = await http.SendAsync(HttpMethod.Get, "/_sandbox");

        Assert.DoesNotContain(fresh, await page.Content.ReadAsStringAsync(SandboxHttp.Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(fresh, (await http.StateAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_leads_to_the_page()
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.SendAsync(HttpMethod.Get, "/");

        Assert.Equal("/_sandbox", answer.Headers.Location?.OriginalString);
    }
}
