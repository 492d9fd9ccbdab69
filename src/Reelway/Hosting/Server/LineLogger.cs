using System.Text;
using Reelway.Hosting.Cli;
using Reelway.Hosting.Configuration;

namespace Reelway.Hosting.Server;

/// <summary>Logs a line per message: time, weight, who, what. Secrets are taken out; line breaks from outside can't forge lines.</summary>
internal sealed class LineLoggerProvider(TextWriter writer, TimeProvider clock, Secrets secrets, bool withTraces) : ILoggerProvider
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer is whoever's that gave it.
    }

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        var line = new StringBuilder()
            .Append(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture))
            .Append(Word(level)).Append(category).Append(": ").Append(CliText.Clean(message));
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            line.Append(" <- ").Append(cause.GetType().Name).Append(": ").Append(CliText.Clean(cause.Message));
        }

        if (withTraces && exception is not null)
        {
            line.AppendLine().Append(exception.StackTrace);
        }

        lock (_gate)
        {
            writer.WriteLine(secrets.Clean(line.ToString()));
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace ",
        LogLevel.Debug => " debug ",
        LogLevel.Information => " info  ",
        LogLevel.Warning => " warn  ",
        _ => " ERROR ",
    };

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => provider.Write(category, logLevel, formatter(state, exception), exception);
    }
}
