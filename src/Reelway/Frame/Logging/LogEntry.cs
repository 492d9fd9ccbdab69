using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reelway.Connectors;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Logging;

/// <summary>A message as it goes out: without secrets, and unable to forge lines.</summary>
/// <param name="Source">The class that speaks, without its namespace.</param>
/// <param name="Values">The message's values by name: numbers and yes-or-no as they are, everything else as text.</param>
/// <param name="Failure">What went wrong, causes included, in one line; null when nothing did.</param>
/// <param name="Stack">Where it went wrong, a line each; null when that is not known.</param>
internal sealed record LogEntry(
    DateTimeOffset At, LogLevel Level, string Source, int Event, string Message,
    IReadOnlyList<KeyValuePair<string, object>> Values, string? Failure, string? Stack)
{
    /// <summary>The trace that it belongs to; default when there is none.</summary>
    public ActivityTraceId TraceId { get; init; }

    /// <summary>The span that it belongs to; default when there is none.</summary>
    public ActivitySpanId SpanId { get; init; }

    /// <summary>Our word for the weight.</summary>
    public string Word => Level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    /// <summary>Makes an entry of what a class has said. Each text is cleaned by itself, before a format escapes anything in it.</summary>
    public static LogEntry Of<TState>(
        DateTimeOffset at, LogLevel level, string source, EventId id, TState state, Exception? exception, string message, Secrets secrets)
    {
        var current = Activity.Current;
        return new LogEntry(at, level, source, id.Id, Clean(message, secrets), ValuesOf(state, secrets), Chain(exception, secrets), StackOf(exception, secrets))
        {
            TraceId = current?.TraceId ?? default,
            SpanId = current?.SpanId ?? default,
        };
    }

    private static string Clean(string text, Secrets secrets) => CliText.Clean(SecretPatterns.Mask(secrets.Clean(text)));

    private static List<KeyValuePair<string, object>> ValuesOf<TState>(TState state, Secrets secrets)
    {
        var values = new List<KeyValuePair<string, object>>();
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            // The message's own template says nothing that the message does not.
            if (value is not null && name != "{OriginalFormat}")
            {
                values.Add(new(name, value is bool or int or long or double ? value : Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty, secrets)));
            }
        }

        return values;
    }

    private static string? Chain(Exception? exception, Secrets secrets)
    {
        if (exception is null)
        {
            return null;
        }

        var chain = new StringBuilder();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            chain.Append(chain.Length > 0 ? " <- " : string.Empty).Append(cause.GetType().Name).Append(": ").Append(cause.Message);
        }

        return Clean(chain.ToString(), secrets);
    }

    private static string? StackOf(Exception? exception, Secrets secrets)
        => exception?.StackTrace is { } stack
            ? string.Join('\n', stack.Split('\n').Select(line => Clean(line, secrets).TrimEnd()))
            : null;
}
