using System.Diagnostics;

namespace Reelway.Contracts.Time;

/// <summary>Waits for what nobody announces: another process's file, a count in a database, a state that is passed through.</summary>
public static class Eventually
{
    /// <summary>Far more than a loaded machine needs: only a test that fails waits as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // A look may cost a request or a connection: what takes long is looked at less often.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <param name="what">What is waited for, as the end of "not within 120 s:".</param>
    /// <param name="evidence">What else helps to understand why it did not come.</param>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellation, Func<string>? evidence = null)
        => TrueAsync(() => Task.FromResult(condition()), what, cancellation, evidence);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, CancellationToken, Func{string})"/>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation, Func<string>? evidence = null)
        => FoundAsync<object>(async () => await condition() ? condition : null, what, cancellation, evidence);

    /// <summary>Looks until there is something.</summary>
    /// <inheritdoc cref="TrueAsync(Func{bool}, string, CancellationToken, Func{string})"/>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> look, string what, CancellationToken cancellation, Func<string>? evidence = null)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            var waited = Stopwatch.GetElapsedTime(began);
            Assert.True(waited < Patience, $"Not within {Patience.TotalSeconds} s: {what}.\n{evidence?.Invoke()}");
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 10, ShortestPause.Ticks, LongestPause.Ticks)), cancellation);
        }
    }
}
