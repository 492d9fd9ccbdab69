using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Notifications;
using Reelway.Incoming;
using Reelway.Runs;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Webhooks;

namespace Reelway.Tests.Events;

/// <summary>A process with events and the engine on a database; its pump is worked by the test.</summary>
internal sealed class EventProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _works;

    private EventProcess(ServiceProvider services) => _services = services;

    public EventStore Store => Get<EventStore>();

    public IRuns Runs => Get<IRuns>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="works">True: its runs are executed.</param>
    /// <param name="tables">Tables besides those of events and webhooks.</param>
    public static async Task<EventProcess> StartAsync(
        IDatabase database, TimeProvider clock, IReadOnlyList<Subscription> subscriptions, bool works = false, Action<IServiceCollection>? more = null,
        params IReadOnlyList<MigrationSet> tables)
    {
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, EventStore.Migrations, WebhookStore.Migrations, IncomingStore.Migrations, MailStore.Migrations, .. tables], clock, Cancellation);
        var services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton(clock)
            .AddSingleton(new IdGenerator(clock))
            .AddSingleton(new EngineOptions())
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(new EventsOptions())
            .AddLiveSettings()
            .AddEngine()
            .AddEvents()
            .AddFlow<TellFlow, TalkPublished, string>();
        if (works)
        {
            services.AddEngineWorker();
        }

        foreach (var subscription in subscriptions)
        {
            services.AddSingleton(subscription);
        }

        more?.Invoke(services);
        var process = new EventProcess(services.BuildServiceProvider()) { _works = works };
        await process._services.JoinSharedDatabaseAsync(Cancellation);
        foreach (var hosted in process._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancellation);
        }

        return process;
    }

    /// <summary>Starts one that executes runs and delivers to endpoints on this machine.</summary>
    public static Task<EventProcess> StartWithWebhooksAsync(IDatabase database, TimeProvider clock)
        => StartAsync(database, clock, [], works: true, services => services
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton(new UrlsOptions { Allow = ["127.0.0.1"] })
            .AddSingleton<IRunWitness, RunAnnouncements>()
            .AddWebhooks());

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>Records events, each in a transaction of its own.</summary>
    public async Task RecordAsync(params IEnumerable<(string Talk, string Key)> facts)
    {
        foreach (var (talk, key) in facts)
        {
            await Get<IDatabase>().WriteAsync(session => EventStore.RecordAsync(session, Fact(talk, key), key, DateTimeOffset.FromUnixTimeMilliseconds(Store.NowMs)), Cancellation);
        }
    }

    public static TalkPublished Fact(string talk, string title) => new(talk, title, "run_1", "https://video.example/1", "1", "2");

    /// <summary>Works the pump until it finds nothing more.</summary>
    /// <param name="all">False: what an open transaction holds back is left; other tests' on the same server do so too.</param>
    public async Task PumpAsync(bool all = true)
    {
        if (all)
        {
            await Eventually.TrueAsync(HasSettledAsync, "no transaction is open any more", Cancellation);
        }

        while (await Get<EventPump>().RoundAsync(Cancellation))
        {
        }
    }

    private async Task<bool> HasSettledAsync()
    {
        await Store.SettleAsync(Cancellation);
        return Get<IDatabase>().Dialect == SqlDialect.Sqlite || await Get<IDatabase>().ReadAsync(
            session => session.FindAsync<long>("SELECT COUNT(*) FROM event WHERE position IS NULL"), Cancellation) == 0;
    }

    /// <summary>What the events' runs are about, in the order in which they were started.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(string subscriber)
        => [.. (await Runs.ListAsync(new RunQuery(Flow: TellFlow.Flow, Limit: 500), Cancellation)).Items.Reverse()
            .Where(run => run.Key.StartsWith(subscriber + "/", StringComparison.Ordinal)).Select(run => run.Key[(subscriber.Length + 1)..])];

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(new CancellationToken(canceled: _works));
        }

        await _services.DisposeAsync();
    }

    /// <summary>A flow that is told of talks and waits until it may end.</summary>
    [Flow(Flow)]
    internal sealed class TellFlow : IFlow<TalkPublished, string>
    {
        public const string Flow = "told";

        public async Task<string> RunAsync(TalkPublished input, IRun run)
        {
            await run.WaitForAsync<object>("go");
            return input.Title;
        }
    }
}
