using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Storage;
using Reelway.Webhooks;

namespace Reelway.Bench;

/// <summary>Events per second that are recorded and arrive at endpoints of this machine, in the same process.</summary>
internal sealed class WebhooksBench : IAsyncDisposable
{
    private const int Endpoints = 10;
    private const int Rounds = 3;

    private readonly ConcurrentDictionary<string, Heard> _heard = [];
    private readonly WebApplication _receiver;
    private readonly BenchStore _store;

    private WebhooksBench(WebApplication receiver, BenchStore store) => (_receiver, _store) = (receiver, store);

    public static async Task<int> RunAsync(string kind, int concurrency, int count, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        await using var bench = new WebhooksBench(Receiver(), store);
        bench._receiver.MapPost("/{name}", bench.Take);
        await bench._receiver.StartAsync(cancellation);

        var http = await bench.BareHttpAsync(concurrency, count, cancellation);
        var ceiling = await EventsBench.GroupCommitAsync(await store.OpenAsync("group", cancellation), concurrency, count, cancellation);
        report.Add($"{kind} bare HTTP client", ("inFlight", concurrency), ("perSecond", http));
        report.Add($"{kind} group commit", ("inFlight", concurrency), ("perSecond", ceiling));
        var one = await bench.DeliveredAsync("one", concurrency, count, live: 1, dead: 0, cancellation);
        report.Add(
            $"{kind} to one endpoint", ("inFlight", concurrency), ("perSecond", one), ("ofHttp", one / http), ("ofGroupCommit", one / ceiling));
        await bench.CostOfDeadAsync(kind, concurrency, count / Endpoints, report, cancellation);
        return 0;
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private static WebApplication Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task<IResult> Take(string name, HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        if (name == "dead")
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        _heard.GetValueOrDefault(name)?.Add();
        return Results.NoContent();
    }

    private string UrlOf(string name) => $"{_receiver.Urls.Single()}/{name}";

    /// <summary>The same body to the same receiver with nothing around it.</summary>
    private async Task<double> BareHttpAsync(int concurrency, int count, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        var body = WebhookMessage.Of(
            new RecordedEvent(1, "talk.published/talk/1", TalkPublished.Type, "talk/1", DateTimeOffset.UnixEpoch, System.Text.Json.JsonSerializer.SerializeToElement(TalkPublished.Example)),
            template: null).Body;
        return await InFlight.PerSecondAsync(concurrency, count, async _ =>
        {
            using var answer = await client.PostAsync(UrlOf("bare"), new ByteArrayContent(body), cancellation);
            answer.EnsureSuccessStatusCode();
        });
    }

    /// <summary>Events per second from the first that is recorded to the last that has arrived at all live endpoints.</summary>
    private async Task<double> DeliveredAsync(string name, int concurrency, int count, int live, int dead, CancellationToken cancellation)
    {
        var database = await _store.OpenAsync(name, cancellation);
        await using var engine = await EventSide.StartAsync(database, _ => { }, cancellation);
        foreach (var endpoint in Enumerable.Range(0, live).Select(i => $"live-{i}").Concat(Enumerable.Repeat("dead", dead)))
        {
            await engine.Get<WebhookStore>().AddAsync(
                endpoint, new EndpointSettings { Url = UrlOf(endpoint) }, new EndpointSecrets(new Dictionary<string, string>(), null, WebhookSignature.NewSecret()), cancellation);
        }

        await RoundAsync(database, "warm", concurrency, count / 2, live, cancellation);
        var rate = await RoundAsync(database, "measured", concurrency, count, live, cancellation);
        await engine.StopAsync(cancellation);
        return rate;
    }

    private async Task<double> RoundAsync(IDatabase database, string round, int concurrency, int count, int live, CancellationToken cancellation)
    {
        var all = Enumerable.Range(0, live).Select(i => (_heard[$"live-{i}"] = new Heard()).UntilAsync(count)).ToList();
        var began = Stopwatch.GetTimestamp();
        await InFlight.PerSecondAsync(concurrency, count, number => EventSide.RecordAsync(database, round, number, cancellation));
        await Task.WhenAll(all).WaitAsync(cancellation);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Nine endpoints with and without a tenth that answers 503, in turns; the medians are compared.</summary>
    private async Task CostOfDeadAsync(string kind, int concurrency, int count, FiguresReport report, CancellationToken cancellation)
    {
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await DeliveredAsync($"alive_{round}", concurrency, count, Endpoints - 1, dead: 0, cancellation));
            with.Add(await DeliveredAsync($"dead_{round}", concurrency, count, Endpoints - 1, dead: 1, cancellation));
        }

        var (alive, dead) = (without.Order().ElementAt(Rounds / 2), with.Order().ElementAt(Rounds / 2));
        report.Add($"{kind} nine endpoints", ("deliveriesPerSecond", alive * (Endpoints - 1)), ("withADeadOne", dead * (Endpoints - 1)), ("cost", 1 - (dead / alive)));
    }
}
