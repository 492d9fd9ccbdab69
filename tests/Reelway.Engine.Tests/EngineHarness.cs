using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Contracts.Time;
using Reelway.Engine.Execution;
using Reelway.Storage;
using Reelway.Storage.Migrations;

namespace Reelway.Engine.Tests;

/// <summary>An engine on a real database, with a clock that the test moves; it can be stopped, or crash, and be started again.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IStorePlace _place;
    private readonly Action<IServiceCollection> _configure;
    private readonly EngineOptions _options;
    private ServiceProvider? _services;

    private IDatabase? _database;

    private EngineHarness(IStorePlace place, Action<IServiceCollection> configure, EngineOptions? options)
        => (_place, _configure, _options) = (place, configure, options ?? new EngineOptions());

    public ManualClock Clock { get; } = new();

    public IRuns Runs => Services.GetRequiredService<IRuns>();

    public IRunOperations Operations => Services.GetRequiredService<IRunOperations>();

    public FaultScopes Scopes => Services.GetRequiredService<FaultScopes>();

    public IDatabase Database => Services.GetRequiredService<IDatabase>();

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("The engine is not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EngineHarness> StartAsync(
        EngineStore store, Action<IServiceCollection> configure, EngineOptions? options = null, bool working = true)
    {
        var harness = new EngineHarness(await store.MakeAsync(Cancellation), configure, options);
        await harness.StartAsync(working);
        return harness;
    }

    public async Task StartAsync(bool working = true)
    {
        _database = await _place.OpenAsync(Clock, Cancellation);
        await Migrator.ApplyAsync(_database, [EngineRegistration.Migrations], Clock, Cancellation);
        var services = new ServiceCollection()
            .AddSingleton(_database)
            .AddSingleton(_options)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(new IdGenerator(Clock))
            .AddSingleton(this)
            .AddSingleton<ILoggerFactory, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>))
            .AddEngine();
        if (working)
        {
            services.AddEngineWorker();
        }

        _configure(services);
        _services = services.BuildServiceProvider();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancellation);
        }
    }

    /// <summary>Stops as the host does.</summary>
    /// <param name="patient">False: the operator asks twice.</param>
    public async Task StopAsync(bool patient = true)
    {
        foreach (var hosted in Services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(patient ? CancellationToken.None : new CancellationToken(canceled: true));
        }

        await Services.DisposeAsync();
        await _database!.DisposeAsync();
        _services = null;
    }

    public async Task<RunId> RunAsync(string flow, string key, object? input = null)
        => (await Runs.StartAsync(flow, key, input, Cancellation)).Id;

    /// <summary>Waits until the run is in a state, by the engine's own announcements.</summary>
    public async Task<RunView> ReachAsync(RunId id, RunState state)
    {
        var live = Services.GetRequiredService<LiveRuns>();
        while (true)
        {
            var settlement = live.NextSettlement(id.Value);
            var run = await Runs.FindAsync(id, Cancellation);
            if (run!.Summary.State == state)
            {
                return run;
            }

            if (run.Summary.State.HasEnded())
            {
                Assert.Fail($"The run ended as {run.Summary.State.Name()} instead of {state.Name()}: {run.Summary.Why}");
            }

            await settlement.WaitAsync(Patience, Cancellation);
        }
    }

    /// <summary>Makes the stored state that a kill leaves: the run looks as if a process was still at it, whose lease has ended by now.</summary>
    public Task LeaveAsCrashedAsync(RunId id)
        => Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO worker(id, name, node, machine, pid, started_ms, seen_ms, lease_until_ms) VALUES('dead/1', 'dead', 1023, 'here', 1, 0, 0, 1)
                    ON CONFLICT(id) DO NOTHING
                    """);
                await session.ExecuteAsync("UPDATE run SET state = 1, owner = 'dead/1' WHERE id = @Value", new { id.Value });
            },
            Cancellation);

    public async Task<bool> HasTableAsync(string name)
        => await Database.ReadAsync(
            session => session.FindAsync<long>(
                session.Dialect == SqlDialect.Sqlite
                    ? "SELECT COUNT(*) FROM sqlite_schema WHERE name = @name"
                    : "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = @name",
                new { name }),
            Cancellation) > 0;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await StopAsync(patient: false);
        }

        await _place.DisposeAsync();
    }
}
