using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Frame.Cli;
using Reelway.Tests.Frame.Metrics;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Server;

/// <summary>What a worker answers that is told to listen.</summary>
public sealed class WorkerHealthTests(SharedServers servers)
{
    private const string Key = "a key of enough characters";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_tells_that_it_is_alive_and_ready_and_shows_its_figures()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--json");
        using var client = Client(worker);

        var alive = await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation);
        var ready = JsonDocument.Parse(await client.GetStringAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).RootElement;
        var metrics = await FiguresAsync(client, "reelway_claim_duration_seconds_count");
        using var api = await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative), Cancellation);

        Assert.Contains("\"ok\":true", alive, StringComparison.Ordinal);
        Assert.Equal(["disk", "runs"], ready.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.True(metrics["reelway_claim_duration_seconds_count"] >= 1);
        Assert.Equal(0, metrics["reelway_runs{state=\"queued\"}"]);
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        Assert.Equal(ExitCode.Interrupted, await worker.StopAsync());
    }

    [Fact]
    public async Task A_worker_whose_database_does_not_answer_is_alive_and_not_ready()
    {
        await using var space = await CreateAsync();
        await using var line = new TcpProxy(new Uri(space.Url).Port);
        using var cli = Configured(space.UrlThrough(line.Port));
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--json");
        using var client = Client(worker);

        await line.RefuseAsync();
        await line.CutAsync();
        using var alive = await client.GetAsync(new Uri("/healthz", UriKind.Relative), Cancellation);
        using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
        var said = await ready.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (alive.StatusCode, ready.StatusCode));
        Assert.DoesNotContain(space.Password, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_health_is_open_and_figures_are_not()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        cli.Variables["REELWAY__SERVER__API_KEY"] = Key;
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--json");
        using var client = Client(worker);

        using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
        using var refused = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var shown = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK], [ready.StatusCode, refused.StatusCode, shown.StatusCode]);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", ExitCode.Unusable, "worker.health_url: http://0.0.0.0:0 can be reached from other machines")]
    [InlineData("127.0.0.1:5081", ExitCode.Unusable, "is not an address to listen on; write it like http://127.0.0.1:5081")]
    public async Task An_address_that_is_none_or_open_to_all_is_refused(string url, int exitCode, string sentence)
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        cli.Variables["REELWAY__WORKER__HEALTH_URL"] = url;

        var answer = await cli.RunAsync("worker");

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        await using var space = await CreateAsync();
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var cli = Configured(space.Url);
        cli.Variables["REELWAY__WORKER__HEALTH_URL"] = $"http://{taken.LocalEndpoint}";

        var answer = await cli.RunAsync("worker");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("choose another address with worker.health_url", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>The figures, as soon as one is among them that the worker's first look for work brings.</summary>
    private static Task<PrometheusText> FiguresAsync(HttpClient client, string sample)
        => Eventually.FoundAsync(
            async () => PrometheusText.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation)) is var figures
                && figures.Samples.ContainsKey(sample) ? figures : null,
            sample, Cancellation);

    private static HttpClient Client(RunningCommand worker)
        => new(new SocketsHttpHandler()) { BaseAddress = new Uri(worker.FirstAnswer.GetProperty("health").GetString()!) };

    private static CliRun Configured(string url)
        => new() { Variables = { ["REELWAY__STORAGE__URL"] = url, ["REELWAY__WORKER__HEALTH_URL"] = "http://127.0.0.1:0" } };

    private async Task<PostgresDatabase> CreateAsync() => await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
}
