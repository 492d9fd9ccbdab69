using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Access;

namespace Reelway.Tests.Access;

/// <summary>What the server's log says about wrong keys.</summary>
internal sealed class WrongKeyLines : ILogger<WrongKeys>
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void AddTo(IServiceCollection services) => services.AddSingleton<ILogger<WrongKeys>>(this);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add(formatter(state, exception));
        }
    }
}
