using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reelway.Engine;

namespace Reelway.Bench;

/// <summary>Runs per second that are durable when HTTP answers 202, beside an endpoint of the same server that stores nothing. The load comes from wrk.</summary>
internal static class IngestBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string kind, int connections, int seconds, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var database = await store.OpenAsync("ingest", cancellation);
        // Nobody executes the runs: only their start is measured.
        await using var engine = await BenchEngine.OpenAsync(database, services => services.AddFlow<FiveSteps, int, int>(), cancellation);
        await using var server = await ServeAsync(engine.Runs, cancellation);
        var url = server.Urls.Single();
        var time = TimeSpan.FromSeconds(seconds);
        await LoadAsync(url + "/forgotten", connections, WarmUp, cancellation);
        var forgotten = await LoadAsync(url + "/forgotten", connections, time, cancellation);
        await LoadAsync(url + "/runs", connections, WarmUp, cancellation);
        var before = await QueuedAsync(engine, cancellation);
        var stored = await LoadAsync(url + "/runs", connections, time, cancellation);
        var rows = await QueuedAsync(engine, cancellation) - before;
        if (rows < stored.Requests)
        {
            throw new InvalidOperationException($"{stored.Requests} runs were answered for, but {rows} are stored.");
        }

        report.Add($"{kind} no store", ("connections", connections), ("requestsPerSecond", forgotten.PerSecond), ("p99Ms", forgotten.P99Ms));
        report.Add(
            $"{kind} ingest", ("connections", connections), ("requestsPerSecond", stored.PerSecond), ("p99Ms", stored.P99Ms),
            ("ratio", stored.PerSecond / forgotten.PerSecond));
        return 0;
    }

    private static async Task<WebApplication> ServeAsync(IRuns runs, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapPost("/forgotten", (Ask ask) => TypedResults.Accepted((string?)null, new Answer(ask.Key)));
        server.MapPost("/runs", async (Ask ask, CancellationToken gone) =>
        {
            var started = await runs.StartAsync("bench.five-steps", ask.Key, 1, gone);
            return TypedResults.Accepted((string?)null, new Answer(started.Id.ToString()));
        });
        await server.StartAsync(cancellation);
        return server;
    }

    private static async Task<long> QueuedAsync(BenchEngine engine, CancellationToken cancellation)
        => (await engine.Runs.CountAsync(cancellation)).GetValueOrDefault(RunState.Queued);

    private static async Task<Load> LoadAsync(string url, int connections, TimeSpan time, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--threads", "2", "--connections", $"{connections}", "--duration", $"{time.TotalSeconds:0}s", "--timeout", "10s",
            "--script", Path.Combine(AppContext.BaseDirectory, "ingest.lua"), url, "--", Guid.NewGuid().ToString("N"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var wrk = Process.Start(start)!;
        try
        {
            var output = await wrk.StandardOutput.ReadToEndAsync(cancellation);
            await wrk.WaitForExitAsync(cancellation);
            var load = JsonSerializer.Deserialize<Load>(output[(output.TrimEnd().LastIndexOf('\n') + 1)..], JsonSerializerOptions.Web)!;
            return load is { Errors: 0, Requests: > 0 } ? load : throw new InvalidOperationException($"wrk could not load {url}: {output}");
        }
        finally
        {
            if (!wrk.HasExited)
            {
                wrk.Kill();
            }
        }
    }

    private sealed record Ask(string Key);

    private sealed record Answer(string Run);

    /// <summary>What <c>ingest.lua</c> prints at the end.</summary>
    private sealed record Load(long Requests, double PerSecond, double P99Ms, long Errors);
}
