using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reelway.Tests.Frame.Web;

public sealed class RequestGuardTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:80")]
    [InlineData("192.0.2.7")]
    public async Task A_foreign_host_name_gets_nothing(string host)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        client.DefaultRequestHeaders.Host = host;

        foreach (var path in new[] { "/api/v1/runs", "/runs", "/healthz", "/openapi/v1.json", "/app/site.css" })
        {
            using var answer = await client.GetAsync(path, _cancellation);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
            Assert.Equal("unknown-host", (await answer.ReadJsonAsync(_cancellation)).GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("reelway.localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:5080")]
    [InlineData("media.example:443")]
    public async Task Loopback_names_and_configured_ones_are_answered(string host)
    {
        await using var server = await WebServer.StartAsync(_cancellation, options => options.Hosts = ["media.example"]);
        using var client = server.Client();
        client.DefaultRequestHeaders.Host = host;
        await client.GetJsonAsync("/api/v1/runs", _cancellation);
    }

    [Fact]
    public async Task A_request_without_a_host_gets_nothing()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, _cancellation);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /api/v1/runs HTTP/1.0\r\n\r\n"), _cancellation);

        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 421 Misdirected Request", await reader.ReadLineAsync(_cancellation));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(Runs.SampleRuns.Run(1, Engine.RunState.Failed));
        using var client = server.Client();
        client.DefaultRequestHeaders.Add(header, value);

        using var answer = await client.PostAsync("/api/v1/runs/run_0000000000001/retry", null, _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "cross-site", _cancellation);
        Assert.Empty(server.Runs.Asked);
    }

    [Fact]
    public async Task A_page_of_our_own_may_change_things()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(Runs.SampleRuns.Run(1, Engine.RunState.Failed));
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");

        using var answer = await client.PostAsync("/api/v1/runs/run_0000000000001/retry", null, _cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
