using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Hosting;
using Reelway.Runs;
using Reelway.Schedules;
using Reelway.Storage;

namespace Reelway.Tests.Schedules;

/// <summary>One process of a database; it looks at what is due when a test says so.</summary>
internal sealed class ScheduleProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly SettingsState _state = new();

    public ScheduleProcess(IDatabase database, ManualClock clock, Action<ScheduleBook> declare, bool works = false, string archiveAfter = "0s")
    {
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null)
        {
            CommandLine = [new("engine.archive_after", archiveAfter, "--set")],
        });
        var book = new ScheduleBook(settings);
        declare(book);
        var services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(new IdGenerator(clock))
            .AddSingleton(settings.Get<EngineOptions>())
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddEngine()
            .AddFlow<TickFlow, ScheduledSlot, string>()
            .AddFlow<ArchiveRuns, ScheduledSlot, ArchivedRuns>()
            .AddSingleton(book)
            .AddSingleton(_state)
            .AddSingleton(new SchedulesOptions())
            .AddSingleton(typeof(Live<>))
            .AddSingleton<AuditStore>();
        new SchedulesPart().Services(services, null!);
        if (works)
        {
            services.AddEngineWorker();
        }

        _services = services.BuildServiceProvider();
    }

    public IRuns Runs => Get<IRuns>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    /// <summary>Does what is due.</summary>
    public Task<long?> LookAsync() => ((SchedulePump)Get<ITimedWork>()).RunAsync(Cancellation);

    /// <summary>The same by a pump of the test's making.</summary>
    public async Task<long?> LookAsync(IRuns runs)
    {
        using var pump = new SchedulePump(Get<ScheduleTable>(), Get<ScheduleStore>(), runs, Get<TimedWorkBell>(), NullLogger<SchedulePump>.Instance);
        return await pump.RunAsync(Cancellation);
    }

    /// <summary>Changes the settings while the process runs.</summary>
    public void Change(string name, ScheduleChange change)
        => _state.Replace(new Dictionary<Type, object> { [typeof(SchedulesOptions)] = new SchedulesOptions { Change = { [name] = change } } });

    public async Task StartAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancellation);
        }
    }

    /// <summary>Slots of a schedule's runs, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> StartedAsync(string name)
    {
        var found = await Runs.ListAsync(new RunQuery(Flow: "test.tick", Text: $"{name}/", Limit: 500), Cancellation);
        return [.. found.Items.Select(run => run.Key[(name.Length + 1)..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Ends all runs that are open.</summary>
    public async Task EndAsync()
    {
        foreach (var run in (await Runs.ListAsync(new RunQuery(States: [RunState.Queued, RunState.Running, RunState.Waiting], Limit: 500), Cancellation)).Items)
        {
            Assert.True((await Runs.CancelAsync(run.Id, "Enough.", Cancellation)).Moved);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(new CancellationToken(canceled: true));
        }

        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
