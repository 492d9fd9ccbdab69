using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Configuration;
using Reelway.Frame.Public;
using Reelway.Frame.Web;
using Reelway.Hosting;
using Reelway.Incoming;
using Reelway.Incoming.Listening;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Webhooks;

namespace Reelway.Bench;

/// <summary>
/// Signed deliveries at the real public listener, each stored and announced before its answer: first so many a second, however slow the answers are, then as many
/// as it takes, beside the same listener with a database that forgets. The load comes from the same process.
/// </summary>
internal static class IncomingBench
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Path = "/webhooks/bench";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string kind, int rate, int connections, int seconds, FiguresReport report, CancellationToken cancellation)
    {
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var database = await store.OpenAsync("incoming", cancellation);
        await Migrator.ApplyAsync(
            database, [EngineRegistration.Migrations, EventStore.Migrations, WebhookStore.Migrations, IncomingStore.Migrations], TimeProvider.System, cancellation);
        var time = TimeSpan.FromSeconds(seconds);
        await using var kept = await Site.StartAsync(database, cancellation);
        await using var forgotten = await Site.StartAsync(new ForgetfulDatabase(database), cancellation);
        await PacedAsync(kept, rate, WarmUp, cancellation);
        var paced = await PacedAsync(kept, rate, time, cancellation);
        await FullAsync(forgotten, connections, WarmUp, cancellation);
        var bare = await FullAsync(forgotten, connections, time, cancellation);
        await FullAsync(kept, connections, WarmUp, cancellation);
        var before = await CountAsync(database, cancellation);
        var full = await FullAsync(kept, connections, time, cancellation);
        var rows = await CountAsync(database, cancellation) - before;
        if (rows.Deliveries < full.Count || rows.Events < full.Count)
        {
            throw new InvalidOperationException($"{full.Count} deliveries were answered for, but {rows.Deliveries} and {rows.Events} events are stored.");
        }

        report.Add($"{kind} incoming {rate}/s", ("requestsPerSecond", paced.PerSecond), ("p50Ms", paced.At(0.5)), ("p99Ms", paced.At(0.99)), ("mostMs", paced.At(1)));
        report.Add($"{kind} no store", ("connections", connections), ("requestsPerSecond", bare.PerSecond), ("p99Ms", bare.At(0.99)));
        report.Add(
            $"{kind} incoming", ("connections", connections), ("requestsPerSecond", full.PerSecond), ("p99Ms", full.At(0.99)), ("ratio", full.PerSecond / bare.PerSecond));
        return 0;
    }

    /// <summary>Sends at fixed times, and measures from them: what waits because others are slow is slow too.</summary>
    private static async Task<Load> PacedAsync(Site site, int rate, TimeSpan time, CancellationToken cancellation)
    {
        var (began, latencies, sending) = (Stopwatch.GetTimestamp(), new ConcurrentBag<double>(), new List<Task>());
        var total = (int)(rate * time.TotalSeconds);
        for (var i = 0; i < total; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate);
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, cancellation);
            }

            sending.Add(SendAsync(due));
        }

        await Task.WhenAll(sending);
        return new Load([.. latencies], Stopwatch.GetElapsedTime(began));

        async Task SendAsync(TimeSpan due)
        {
            await site.SendAsync(cancellation);
            latencies.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
        }
    }

    private static async Task<Load> FullAsync(Site site, int connections, TimeSpan time, CancellationToken cancellation)
    {
        var (began, latencies) = (Stopwatch.GetTimestamp(), new ConcurrentBag<double>());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                await site.SendAsync(cancellation);
                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        }));
        return new Load([.. latencies], Stopwatch.GetElapsedTime(began));
    }

    private static Task<Stored> CountAsync(IDatabase database, CancellationToken cancellation) => database.ReadAsync(
        async session => new Stored(await session.FindAsync<long>("SELECT COUNT(*) FROM incoming"), await session.FindAsync<long>("SELECT COUNT(*) FROM event")), cancellation);

    private sealed record Stored(long Deliveries, long Events)
    {
        public static Stored operator -(Stored one, Stored other) => new(one.Deliveries - other.Deliveries, one.Events - other.Events);
    }

    private sealed record Load(double[] Latencies, TimeSpan Took)
    {
        private readonly double[] _sorted = [.. Latencies.Order()];

        public int Count => Latencies.Length;

        public double PerSecond => Count / Took.TotalSeconds;

        public double At(double part) => _sorted[Math.Min(Count - 1, (int)(part * Count))];
    }

    /// <summary>The public listener on a database, with a receiver that announces, and a client that signs.</summary>
    private sealed class Site(ServiceProvider services) : IAsyncDisposable
    {
        private static long _number;

        private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = services.GetRequiredService<PublicListener>().Address };

        public static async Task<Site> StartAsync(IDatabase database, CancellationToken cancellation)
        {
            var folder = Directory.CreateTempSubdirectory("reelway-bench-");
            await File.WriteAllTextAsync(
                System.IO.Path.Combine(folder.FullName, "reelway.yaml"), $"webhook: {{ host: 127.0.0.1, port: 0, receivers: {{ bench: {{ secrets: [{Secret}] }} }} }}", cancellation);
            var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(folder.FullName, new Dictionary<string, string>(), null, null));
            folder.Delete(recursive: true);
            var paths = new PublicPaths(settings);
            new IncomingPart().Public(paths);
            var services = new ServiceCollection().AddSingleton(database).AddSingleton(new EngineOptions()).AddSingleton(new IdGenerator(TimeProvider.System))
                .AddLogging().AddSingleton(settings).AddSingleton(paths).AddSingleton(settings.Get<IncomingOptions>()).AddSingleton(settings.Get<PublicOptions>())
                .AddSingleton(settings.Get<ServerOptions>()).AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddEngine().AddIncoming().AddPublicListener().BuildServiceProvider();
            foreach (var hosted in services.GetServices<IHostedService>())
            {
                await hosted.StartAsync(cancellation);
            }

            return new Site(services);
        }

        public async Task SendAsync(CancellationToken cancellation)
        {
            var (id, at) = ($"msg_{Interlocked.Increment(ref _number)}", TimeProvider.System.GetUtcNow());
            var body = Encoding.UTF8.GetBytes($$"""{"type":"story.released","story":"owls-{{id}}","title":"Owls at night","tags":["owls","night","forest"],"size":1234567}""");
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", WebhookSignature.Of([Secret], id, at, body));
            using var answer = await _client.SendAsync(request, cancellation);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"A delivery was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            foreach (var hosted in services.GetServices<IHostedService>().Reverse())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }

    /// <summary>Answers that a delivery is stored, and stores none.</summary>
    private sealed class ForgetfulDatabase(IDatabase inner) : IDatabase
    {
        public SqlDialect Dialect => inner.Dialect;

        public long NowMs => inner.NowMs;

        public Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation) => inner.ReadAsync(read, cancellation);

        public Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation) => inner.WriteAsync(write, cancellation);

        public Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation)
            => row is IncomingRow delivery && new StoredDelivery(delivery.Id, Created: true, Run: null) is TResult stored ? Task.FromResult(stored) : inner.WriteAsync(bulk, row, cancellation);

        public IPulse? OpenPulse(TimeSpan patience) => inner.OpenPulse(patience);

        // Its owner is whoever opened the inner one.
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
