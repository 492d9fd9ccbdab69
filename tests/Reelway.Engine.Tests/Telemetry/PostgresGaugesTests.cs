using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Contracts.Servers;
using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine.Tests.Telemetry;

public sealed class PostgresGaugesTests(SharedServers servers) : StoreGaugesContract(new PostgresStore(servers))
{
    private readonly PostgresStore _store = new(servers);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_oldest_open_transaction_is_told_by_its_age()
    {
        await using var engine = await EngineHarness.StartAsync(_store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (gauges, measured) = Open(engine.Database, engine, services);
        using var ended = measured;
        await using var open = await OpenTransaction.BeginAsync(engine.Database);

        var first = await AgeAsync();
        var second = await AgeAsync();

        Assert.True(first > 0 && second > first, $"{first} s, then {second} s");

        async Task<double> AgeAsync()
        {
            engine.Clock.Advance(SharedLook.Freshness);
            await gauges.RefreshAsync(Cancellation);
            return measured.Observe()["reelway.database.oldest_transaction"];
        }
    }

    [Fact]
    public async Task A_transaction_that_is_left_open_is_told_once_with_who_has_it()
    {
        var log = new WarningLog();
        var options = new EngineOptions { LongTransaction = TimeSpan.FromMilliseconds(1) };
        await using var engine = await EngineHarness.StartAsync(_store, ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), options, working: false);
        await using var open = await OpenTransaction.BeginAsync(engine.Database);
        using var watch = new LongTransactionWatch(engine.Database, options, engine.Clock, log);

        await watch.StartAsync(Cancellation);
        var told = await log.NextAsync();
        await using var another = await OpenTransaction.BeginAsync(engine.Database);
        var next = log.NextAsync();
        while (!next.IsCompleted)
        {
            engine.Clock.Advance(LongTransactionWatch.Every);
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation));
        }

        await watch.StopAsync(Cancellation);

        Assert.Contains($"process {open.Pid}, ", told, StringComparison.Ordinal);
        Assert.Contains("user ", told, StringComparison.Ordinal);
        // The later look saw both, and told the one that was new.
        Assert.Contains($"process {another.Pid}, ", await next, StringComparison.Ordinal);
        Assert.Equal(2, log.Count);
    }

    /// <summary>What somebody forgets to end.</summary>
    private sealed class OpenTransaction(Task reading, TaskCompletionSource end, long pid) : IAsyncDisposable
    {
        public long Pid => pid;

        public static async Task<OpenTransaction> BeginAsync(IDatabase database)
        {
            var pid = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var reading = database.ReadAsync(
                async session =>
                {
                    pid.SetResult(await session.FindAsync<long>("SELECT CAST(pg_backend_pid() AS BIGINT)"));
                    await end.Task;
                    return true;
                },
                Cancellation);
            return new OpenTransaction(reading, end, await pid.Task.WaitAsync(Cancellation));
        }

        public async ValueTask DisposeAsync()
        {
            end.TrySetResult();
            await reading;
        }
    }

    private sealed class WarningLog : ILogger<LongTransactionWatch>
    {
        private readonly Channel<string> _warnings = Channel.CreateUnbounded<string>();

        public int Count { get; private set; }

        public Task<string> NextAsync() => _warnings.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(40), Cancellation);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Count++;
                _warnings.Writer.TryWrite(formatter(state, exception));
            }
        }
    }
}
