using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.X;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;
using Reelway.Posts;
using Reelway.Sandbox;
using Reelway.Sandbox.X;
using Reelway.Storage;

namespace Reelway.Bench;

/// <summary>How long after its drawn instant a post begins, and is at the network, while very many others wait.</summary>
internal sealed class PostsBench : IDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const int Due = 500;
    private const int PerSecond = 50;

    // All are stored before the first is due.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(8);

    private readonly IDatabase _database;
    private readonly BenchEngine _engine;
    private readonly SandboxServer _sandbox;
    private readonly FiguresReport _report;
    private readonly RunEnds _ends = new();
    private readonly ConcurrentDictionary<RunId, long> _begun = [];
    private readonly IDisposable _listening;
    private int _rounds;

    private PostsBench(IDatabase database, BenchEngine engine, SandboxServer sandbox, FiguresReport report)
    {
        (_database, _engine, _sandbox, _report) = (database, engine, sandbox, report);
        _listening = DiagnosticListener.AllListeners.Subscribe(this);
    }

    public static async Task<int> RunAsync(string kind, IReadOnlyList<int> waiting, FiguresReport report, CancellationToken cancellation)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { X = new XSandboxOptions { Settings = new XSettings { PostsPerWindow = 1_000_000 } } }, cancellation);
        await using var store = await BenchStore.PrepareAsync(kind, cancellation);
        var database = await store.OpenAsync("posts", cancellation);
        await using var engine = await BenchEngine.OpenAsync(
            database, services => Add(services, sandbox), cancellation, EventStore.Migrations, ConnectionStore.Migrations, AuditStore.Migrations, PostStore.Migrations);
        using var bench = new PostsBench(database, engine, sandbox, report);
        await engine.StartAsync(cancellation);
        var first = await bench.ParkAsync(cancellation);
        var runs = new WaitingRuns(database, first.Run);
        await bench.MeasureAsync($"{kind} warm-up", 0, shown: false, cancellation);
        foreach (var count in waiting.Order())
        {
            var before = runs.Count;
            await runs.FillAsync(count, cancellation);
            await CopyAsync(database, first.Post, before, count, cancellation);
            await bench.MeasureAsync(kind, count, shown: true, cancellation);
        }

        await engine.StopAsync(cancellation);
        return 0;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == EngineDiagnostics.ListenerName)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is StepEvent { Step: "begin", Moment: StepMoment.Begin } begun)
        {
            _begun.TryAdd(begun.Run, _database.NowMs);
        }
    }

    public void OnCompleted()
    {
        // The engine announces for as long as the process lives.
    }

    public void OnError(Exception error)
    {
        // A DiagnosticListener reports none.
    }

    public void Dispose()
    {
        _listening.Dispose();
        _ends.Dispose();
    }

    private static void Add(IServiceCollection services, SandboxServer sandbox)
    {
        var account = new XSandboxOptions();
        IReadOnlyList<ConnectionSettings> connections =
        [
            new("x", "x", new XOptions
            {
                ApiKey = account.ApiKey, ApiKeySecret = account.ApiKeySecret, AccessToken = account.Accounts[0].Token, AccessTokenSecret = account.Accounts[0].TokenSecret,
                Url = new Uri(sandbox.HttpUrl, "x"),
            }),
        ];
        services
            .AddSingleton(TimeProvider.System)
            .AddMetrics()
            .AddLiveSettings()
            .AddSingleton(new EventsOptions())
            .AddSingleton(new IntakeOptions())
            .AddSingleton(new PostsOptions { Accounts = new() { ["conference"] = new PostAccount { Platform = "twitter", Connection = "x" } }, Window = TimeSpan.Zero, Measure = [] })
            .AddSingleton(new MediaLibrary(new MediaOptions { Library = "file:library" }, Path.GetTempPath(), _ => throw new InvalidOperationException("No bucket is asked for.")))
            .AddSingleton<IFaultClassifier, FaultClassifier>()
            .AddSingleton<ConnectorHttp>()
            .AddSingleton<ConnectionStore>()
            .AddSingleton(connections)
            .AddSingleton(provider => new ConnectionPool(
                connections, provider.GetRequiredService<ConnectorHttp>(), provider.GetRequiredService<ILoggerFactory>(), TimeProvider.System, states: provider.GetRequiredService<ConnectionStore>()))
            .AddEvents()
            .AddPosts();
    }

    private async Task<(RunId Run, PostId Post)> ParkAsync(CancellationToken cancellation)
    {
        var post = await AskAsync("first", "The first of many", DateTimeOffset.FromUnixTimeMilliseconds(_database.NowMs).AddDays(30), cancellation);
        return ((await _engine.Runs.FindAsync(SendPost.Flow, [post.RunKey], cancellation))[0].Id, post.Id);
    }

    private async Task<PostRow> AskAsync(string reference, string message, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var scope = _engine.Get<IServiceScopeFactory>().CreateAsyncScope();
        var asked = await scope.ServiceProvider.GetRequiredService<PostOperations>().AskAsync(
            new PostAsk(reference, Campaign: null, at, DateTimeOffset.FromUnixTimeMilliseconds(_database.NowMs), [new PostTarget("twitter", "conference", message, TimeSpan.Zero)]), cancellation);
        return asked.Posts[0];
    }

    // The posts of the copied runs, row by row.
    private static async Task CopyAsync(IDatabase database, PostId first, int from, int last, CancellationToken cancellation)
    {
        const int Batch = 50_000;
        for (var begin = from + 1; begin <= last; begin += Batch)
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    INSERT INTO post(id, reference, platform, account, message, approve, state, scheduled_ms, window_ms, due_ms, asked_ms, start, revision, created_ms, updated_ms)
                    WITH RECURSIVE numbers(n) AS (SELECT @begin UNION ALL SELECT n + 1 FROM numbers WHERE n < @end)
                    SELECT id + n, 'copy ' || n, platform, account, message, approve, state, scheduled_ms + n, window_ms, due_ms + n, asked_ms, start, revision, created_ms, updated_ms
                    FROM post CROSS JOIN numbers WHERE id = @first
                    """,
                    new { begin = (long)begin, end = (long)Math.Min(begin + Batch - 1, last), first }),
                cancellation);
        }
    }

    private async Task MeasureAsync(string kind, int waiting, bool shown, CancellationToken cancellation)
    {
        var round = ++_rounds;
        _begun.Clear();
        var from = DateTimeOffset.FromUnixTimeMilliseconds(_database.NowMs) + Ahead;
        var accepting = Stopwatch.StartNew();
        var asked = await Task.WhenAll(Enumerable.Range(0, Due).Select(number
            => AskAsync($"due-{round}-{number}", $"Post {number} of round {round}", from.AddSeconds((double)number / PerSecond), cancellation)));
        accepting.Stop();
        var runs = (await _engine.Runs.FindAsync(SendPost.Flow, [.. asked.Select(post => post.RunKey)], cancellation)).ToDictionary(run => run.Key, run => run.Id);
        await Task.WhenAll(runs.Values.Select(run => _ends.OfAsync(run))).WaitAsync(cancellation);

        var arrived = _sandbox.X.Tweets.Where(tweet => tweet.Text.EndsWith($" of round {round}", StringComparison.Ordinal)).ToDictionary(tweet => tweet.Text, tweet => tweet.At.ToUnixTimeMilliseconds());
        var starts = asked.Select(post => (double)(_begun[runs[post.RunKey]] - post.DueMs)).Order().ToList();
        var answers = asked.Select(post => (double)(arrived[post.Message] - post.DueMs)).Order().ToList();
        if (shown)
        {
            _report.Add(
                kind, ("waiting", waiting), ("posts", asked.Length), ("perSecond", PerSecond), ("acceptedPerSecond", Due / accepting.Elapsed.TotalSeconds),
                ("p50Ms", At(starts, 0.5)), ("p99Ms", At(starts, 0.99)), ("networkP50Ms", At(answers, 0.5)), ("networkP99Ms", At(answers, 0.99)));
        }
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
