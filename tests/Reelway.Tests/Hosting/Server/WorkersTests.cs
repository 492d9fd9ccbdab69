using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Hosting.Server;

namespace Reelway.Tests.Hosting.Server;

public sealed class WorkersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_loop_that_is_cancelled_by_something_else_than_the_stop_ends_the_server_and_is_logged()
    {
        var lifetime = new Lifetime();
        var log = new KeptLog();
        var workers = new Workers([new Loop(_ => throw new OperationCanceledException("a timeout of its own"))], lifetime, log);

        await workers.StartedAsync(Cancellation);
        await lifetime.Stopped.WaitAsync(Cancellation);

        Assert.Equal(["Loop failed and ends the server"], log.Lines);
    }

    [Fact]
    public async Task A_loop_that_is_told_to_stop_ends_in_silence()
    {
        var lifetime = new Lifetime();
        var log = new KeptLog();
        var workers = new Workers([new Loop(stopping => Task.Delay(Timeout.Infinite, stopping))], lifetime, log);

        await workers.StartedAsync(Cancellation);
        await workers.StoppingAsync(Cancellation);

        Assert.False(lifetime.Stopped.IsCompleted);
        Assert.Empty(log.Lines);
    }

    private sealed class Loop(Func<CancellationToken, Task> work) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => work(stoppingToken);
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopped => _stopped.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopped.TrySetResult();
    }

    private sealed class KeptLog : ILogger<Workers>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Add(formatter(state, exception));
    }
}
