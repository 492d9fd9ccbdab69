using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Logging;

/// <summary>What is logged, by <c>log.level</c> as it holds now.</summary>
internal sealed class LiveLogLevel : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private readonly Live<LogOptions> _options;
    private readonly SettingsState _state;
    private CancellationTokenSource _change = new();

    public LiveLogLevel(Live<LogOptions> options, SettingsState state)
    {
        _options = options;
        _state = state;
        _state.Changed += Tell;
    }

    /// <inheritdoc/>
    public string? Name => Options.DefaultName;

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    /// <inheritdoc/>
    public void Configure(LoggerFilterOptions options)
    {
        var least = (LogLevel)_options.Value.Level;
        options.MinLevel = least;
        // The framework tells each request twice; that is for those who look for a mistake.
        options.Rules.Add(new(null, "Microsoft", least <= LogLevel.Debug ? least : LogLevel.Warning, null));
        // The keys lie in the data directory, which only the server's user may enter, or sealed in the database; the library knows of neither.
        options.Rules.Add(new(null, "Microsoft.AspNetCore.DataProtection", least <= LogLevel.Debug ? least : LogLevel.Error, null));
        // A failed start is told by whoever started it.
        options.Rules.Add(new(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Changed -= Tell;
        _change.Dispose();
    }

    private void Tell()
    {
        // Those who hold the old token are told; new ones get the next.
        using var told = Interlocked.Exchange(ref _change, new CancellationTokenSource());
        told.Cancel();
    }
}
