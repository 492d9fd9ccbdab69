using Reelway.Frame.Configuration;

namespace Reelway.Frame.Logging;

/// <summary>Brings the framework's loggers to our outlets. Secrets are taken out; line breaks from outside can't forge lines.</summary>
internal sealed class LogProvider(LogOutlets outlets, TimeProvider clock, Secrets secrets) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Source(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose() => outlets.Dispose();

    private sealed class Source(LogProvider provider, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => provider.Write(LogEntry.Of(provider.Now, logLevel, name, eventId, state, exception, formatter(state, exception), provider.Secrets));
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private Secrets Secrets => secrets;

    private void Write(LogEntry entry) => outlets.Write(entry);
}
