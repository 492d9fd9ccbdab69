using System.Diagnostics;
using System.Text.Json;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Tests.Facebook;

namespace Reelway.Sandbox.Tests.Faults;

public sealed class FaultGateTests
{
    private const string Feed = GraphCaller.PageId + "/feed";

    [Fact]
    public async Task A_lost_answer_happens_and_is_not_heard_of()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"method":"POST","path":"*/feed"},"effect":"lost-answer"}""");
        var page = GraphCaller.Page(http);

        await Assert.ThrowsAsync<HttpRequestException>(() => page.PostAsync(Feed, ("message", "x")));

        Assert.Equal("x", Assert.Single(http.Server.Facebook.Posts).Message);
        var request = Assert.Single(http.Server.Facebook.Requests.Entries);
        Assert.Equal((0, FaultEffect.LostAnswer), (request.Status, request.Fault));
    }

    [Fact]
    public async Task A_lost_answer_to_finish_leaves_a_finished_video()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"parameters":{"upload_phase":"finish"}},"effect":"lost-answer"}""");
        var page = GraphCaller.Page(http);

        await Assert.ThrowsAsync<HttpRequestException>(() => page.PublishAsync(GraphCaller.Bytes(3_000), ("title", "Launch")));

        var video = Assert.Single(http.Server.Facebook.Videos);
        Assert.Equal("Launch", video.Title);
        (await page.GetAsync(video.Id + "?fields=status")).Ok();
    }

    [Fact]
    public async Task A_cut_comes_before_anything_happens()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"method":"POST"},"effect":"cut"}""");
        var page = GraphCaller.Page(http);

        await Assert.ThrowsAsync<HttpRequestException>(() => page.PostAsync(Feed, ("message", "x")));

        Assert.Empty(http.Server.Facebook.Posts);
        (await page.PostAsync(Feed, ("message", "x"))).Ok();
    }

    [Fact]
    public async Task A_cut_transfer_keeps_the_window_open()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"parameters":{"upload_phase":"transfer"}},"effect":"cut"}""");
        var page = GraphCaller.Page(http);
        var bytes = GraphCaller.Bytes(100_000);
        var session = (await page.StartAsync(bytes.Length)).Ok().GetProperty("upload_session_id").GetString()!;

        await Assert.ThrowsAsync<HttpRequestException>(() => page.TransferAsync(session, 0, bytes));

        (await page.TransferAsync(session, 0, bytes)).Ok();
    }

    [Fact]
    public async Task Skip_and_times_choose_which_requests_are_hit()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"method":"GET"},"effect":"status","status":503,"skip":1,"times":2}""");
        var statuses = new List<int>();

        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await GraphCaller.User(http).GetAsync("me")).Status);
        }

        Assert.Equal([200, 503, 503, 200, 200], statuses);
        Assert.Empty(http.Server.Faults.Ordered);
    }

    [Fact]
    public async Task A_status_speaks_the_language_of_the_system_or_the_given_one()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","effect":"status","status":500,"code":6001,"subcode":1363030}""");
        await http.OrderFaultAsync("""{"system":"facebook","effect":"status","status":502,"body":"<html>bad gateway</html>"}""");
        await http.OrderFaultAsync("""{"system":"facebook","effect":"status","status":413,"body":""}""");

        (await GraphCaller.User(http).GetAsync("me")).Error(6001, 1363030);
        using var html = await http.SendAsync(HttpMethod.Get, "/facebook/graph/v23.0/me");
        using var empty = await http.SendAsync(HttpMethod.Get, "/facebook/graph/v23.0/me");

        Assert.Equal((502, "text/html"), ((int)html.StatusCode, html.Content.Headers.ContentType?.MediaType));
        Assert.Equal((413, ""), ((int)empty.StatusCode, await empty.Content.ReadAsStringAsync(SandboxHttp.Cancellation)));
    }

    [Fact]
    public async Task A_delay_is_waited_and_then_the_request_is_served()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","effect":"delay","delayMs":200}""");
        var watch = Stopwatch.StartNew();

        (await GraphCaller.User(http).GetAsync("me")).Ok();

        Assert.InRange(watch.ElapsedMilliseconds, 190, 10_000);
    }

    [Fact]
    public async Task A_hanging_request_ends_with_the_sandbox()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"webhooks","effect":"hang"}""");
        var hanging = http.PostJsonAsync("/webhooks/slow", "{}");
        await http.Server.Webhooks.Requests.WaitAsync(requests => requests.Count == 1, SandboxHttp.Cancellation);

        await http.Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
        await http.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"system":"myspace","effect":"cut"}""", "facebook, ")]
    [InlineData("""{"system":"facebook","effect":"explode"}""", "rate-limit")]
    [InlineData("""{"system":"facebook"}""", "effect")]
    [InlineData("""{"system":"facebook","effect":"delay"}""", "delayMs")]
    [InlineData("""{"system":"facebook","effect":"delay","delayMs":-1}""", "delayMs")]
    [InlineData("""{"system":"facebook","effect":"status","status":99}""", "status")]
    [InlineData("""{"system":"facebook","effect":"cut","times":0}""", "times")]
    [InlineData("""{"system":"facebook","effect":"cut","times":"often"}""", "times")]
    [InlineData("""{"system":"facebook","effect":"cut","colour":"red"}""", "colour")]
    [InlineData("""{"system":"facebook","effect":"index-lag"}""", "index")]
    [InlineData("""{"system":"smtp","effect":"cut"}""", "match.method")]
    [InlineData("""{"system":"smtp","effect":"status","status":250,"match":{"method":"RCPT"}}""", "400 to 599")]
    [InlineData("null", "object")]
    [InlineData("[]", "object")]
    [InlineData("", "JSON")]
    public async Task A_fault_that_makes_no_sense_is_refused_with_a_sentence(string json, string hint)
    {
        await using var http = await SandboxHttp.StartAsync();

        using var answer = await http.PostJsonAsync("/_sandbox/faults", json);

        Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var detail = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement.GetProperty("detail").GetString()!;
        Assert.Contains(hint, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Reelway.Sandbox", detail, StringComparison.Ordinal);
        Assert.Empty(http.Server.Faults.Ordered);
    }

    [Fact]
    public async Task Faults_on_order_can_be_read_and_taken_back()
    {
        await using var http = await SandboxHttp.StartAsync();
        await http.OrderFaultAsync("""{"system":"facebook","match":{"path":"*/feed"},"effect":"cut","times":3}""");

        using var list = await http.SendAsync(HttpMethod.Get, "/_sandbox/faults");
        var fault = JsonDocument.Parse(await list.Content.ReadAsStringAsync(SandboxHttp.Cancellation)).RootElement[0];
        using var deleted = await http.SendAsync(HttpMethod.Delete, "/_sandbox/faults");

        Assert.Equal("cut", fault.GetProperty("fault").GetProperty("effect").GetString());
        Assert.Equal("*/feed", fault.GetProperty("fault").GetProperty("match").GetProperty("path").GetString());
        Assert.Equal(204, (int)deleted.StatusCode);
        (await GraphCaller.Page(http).PostAsync(Feed, ("message", "x"))).Ok();
    }
}
