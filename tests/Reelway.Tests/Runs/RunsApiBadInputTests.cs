using System.Net;
using System.Net.Sockets;
using System.Text;
using Reelway.Engine;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Runs;

public sealed class RunsApiBadInputTests
{
    private const string Run = "/api/v1/runs/run_0000000000001";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("limit=0", "/query/limit")]
    [InlineData("limit=-1", "/query/limit")]
    [InlineData("limit=201", "/query/limit")]
    [InlineData("limit=1e2", "/query/limit")]
    [InlineData("limit=99999999999999999999", "/query/limit")]
    [InlineData("limit=%00", "/query/limit")]
    [InlineData("state=Failed", "/query/state")]
    [InlineData("state=failed,gone", "/query/state")]
    [InlineData("text=a%00b", "/query/text")]
    [InlineData("text=a%0Ab", "/query/text")]
    [InlineData("flow=%1B[31m", "/query/flow")]
    public async Task A_wrong_query_is_refused_and_named(string query, string place)
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.GetAsync("/api/v1/runs?" + query, _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Equal(place, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.GetAsync($"/api/v1/runs?limit=x&state=y&text={new string('a', 201)}", _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Equal(
            ["/query/state", "/query/text", "/query/limit"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!));
    }

    [Theory]
    [InlineData("run_0000000000001")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("!!!")]
    [InlineData("%00")]
    [InlineData("%F0%9F%8E%AC")]
    public async Task A_cursor_that_was_not_made_here_is_refused(string cursor)
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.GetAsync("/api/v1/runs?cursor=" + cursor, _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "bad-cursor", _cancellation);
    }

    [Fact]
    public async Task A_cursor_of_another_filter_is_refused()
    {
        await using var server = await StartAsync();
        server.Runs.Add(SampleRuns.Run(2, RunState.Succeeded));
        using var client = server.Client();

        var page = await client.GetJsonAsync("/api/v1/runs?limit=1&state=succeeded", _cancellation);
        var cursor = page.GetProperty("nextCursor").GetString();
        using var answer = await client.GetAsync("/api/v1/runs?limit=1&state=failed&cursor=" + cursor, _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "bad-cursor", _cancellation);
    }

    [Theory]
    [InlineData("cancel", "{")]
    [InlineData("cancel", "[]")]
    [InlineData("cancel", "\"why\"")]
    [InlineData("cancel", """{"reason":5}""")]
    [InlineData("cancel", """{"resaon":"misspelt"}""")]
    [InlineData("cancel", """{"reason":"a","reason":"b"}""")]
    [InlineData("cancel", """{"reason":"a\u0000b"}""")]
    [InlineData("cancel", """{"reason":"line\nbreak"}""")]
    [InlineData("cancel", "{\"reason\":\"\u0001\"}")]
    [InlineData("cancel", """{"reason":"\ud800"}""")]
    [InlineData("decide", "")]
    [InlineData("decide", "null")]
    [InlineData("decide", "{}")]
    [InlineData("decide", """{"step":"mail-1"}""")]
    [InlineData("decide", """{"step":"mail-1","decision":"maybe"}""")]
    [InlineData("decide", """{"step":"mail-1","decision":true}""")]
    [InlineData("decide", """{"step":["mail-1"],"decision":"sent"}""")]
    public async Task A_wrong_body_is_refused_and_moves_nothing(string action, string body)
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.PostTextAsync($"{Run}/{action}", body, _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Empty(server.Runs.Asked);
    }

    [Fact]
    public async Task A_wrong_type_is_named_by_its_place_and_not_by_our_types()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.PostTextAsync($"{Run}/cancel", """{"reason":{"a":1}}""", _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
        Assert.Equal("/body/reason", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.DoesNotContain("System.", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CancelRequest", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.PostTextAsync($"{Run}/cancel", $$"""{"reason":"{{new string('a', 501)}}"}""", _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
    }

    [Fact]
    public async Task A_huge_body_is_refused()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await client.PostTextAsync($"{Run}/cancel", $$"""{"reason":"{{new string('a', 2_000_000)}}"}""", _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large", _cancellation);
        Assert.Contains("1114112 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Runs.Asked);
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_refused_by_its_type()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        using var answer = await client.PostTextAsync($"{Run}/cancel", "reason=x", _cancellation, "text/plain");
        await answer.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type", _cancellation);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("DELETE", "/api/v1/runs/run_0000000000001", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("GET", "/api/v1/runs/run_0000000000001/cancel", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    public async Task A_wrong_address_or_method_is_a_problem_too(string method, string path, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, _cancellation);
        await answer.ReadProblemAsync(status, code, _cancellation);
    }

    [Fact]
    public async Task What_fails_inside_stays_inside()
    {
        await using var server = await StartAsync();
        server.Runs.Failure = new InvalidOperationException("secret of the store");
        using var client = server.Client();

        using var answer = await client.GetAsync("/api/v1/runs", _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.InternalServerError, "unexpected", _cancellation);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_cut_off_in_its_body_leaves_the_server_up_and_moves_nothing()
    {
        await using var server = await StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, _cancellation);
            await socket.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"POST {Run}/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"reason\":"),
                _cancellation);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        using var client = server.Client();
        await client.GetJsonAsync(Run, _cancellation);
        Assert.Empty(server.Runs.Asked);
    }

    private async Task<WebServer> StartAsync()
    {
        var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Succeeded));
        return server;
    }
}
