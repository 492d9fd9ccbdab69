using System.Net;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Frame.Metrics;

public sealed class MetricsApiTests
{
    private const string Key = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scrape_shows_the_process_and_the_requests()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        using var client = server.Client();
        await client.GetJsonAsync("/api/v1/runs", _cancellation);

        using var answer = await client.GetAsync("/metrics", _cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = PrometheusText.Parse(await answer.Content.ReadAsStringAsync(_cancellation));
        Assert.True(text["dotnet_process_memory_working_set_bytes"] > 1_000_000);
        Assert.InRange(text["reelway_process_start_time_seconds"], 1.7e9, 1e10);
        Assert.Contains(text.Samples, sample => sample.Key.StartsWith("reelway_info{version=\"", StringComparison.Ordinal) && sample.Value == 1);
        var requests = Assert.Single(text.Samples, sample => sample.Key.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal)
            && sample.Key.Contains("http_route=\"/api/v1/runs\"", StringComparison.Ordinal));
        Assert.Equal(1, requests.Value);
    }

    /// <summary>The whole program, so that every meter is there.</summary>
    [Fact]
    public async Task The_guide_lists_every_metric_of_ours_and_no_other()
    {
        using var program = new ServedProgram();
        using var client = await program.ClientAsync(_cancellation);

        var text = PrometheusText.Parse(await client.GetStringAsync("/metrics", _cancellation));

        var guide = File.ReadAllLines(Path.Combine(ServedProgram.RepositoryRoot(), "docs", "guides", "observability.md"));
        var rows = guide.Where(line => line.StartsWith("| `reelway_", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        Assert.Equal(
            text.Types.Where(type => type.Key.StartsWith("reelway_", StringComparison.Ordinal)).Select(type => $"{type.Key} {type.Value}").Order(StringComparer.Ordinal),
            rows.Select(row => $"{row[1].Trim().Trim('`')} {row[2].Trim()}").Order(StringComparer.Ordinal));
        Assert.Equal(0, text["reelway_runs{state=\"queued\"}"]);
        Assert.True(text["reelway_claim_duration_seconds_count"] >= 1);
    }

    [Fact]
    public async Task With_a_key_a_scrape_needs_it_as_the_api_does()
    {
        await using var server = await WebServer.StartAsync(_cancellation, options => options.ApiKey = Key);
        using var stranger = server.Client();
        using var wrong = server.Client("not the key at all");
        using var scraper = server.Client(Key);

        using var refused = await stranger.GetAsync("/metrics", _cancellation);
        await refused.ReadProblemAsync(HttpStatusCode.Unauthorized, "key-missing", _cancellation);
        using var unknown = await wrong.GetAsync("/metrics", _cancellation);
        await unknown.ReadProblemAsync(HttpStatusCode.Unauthorized, "key-unknown", _cancellation);
        using var answer = await scraper.GetAsync("/metrics", _cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
