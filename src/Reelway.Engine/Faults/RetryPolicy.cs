namespace Reelway.Engine;

/// <summary>How often and how soon a step is tried again after transient faults: exponential with full jitter.</summary>
/// <param name="MaxAttempts">Attempts in all. Default 3.</param>
/// <param name="FirstDelay">Upper bound of the first wait. Default 5 s.</param>
/// <param name="MaxDelay">Upper bound of any wait. Default 60 s.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    /// <summary>3 attempts, 5 s to 60 s.</summary>
    public static RetryPolicy Default { get; } = new(3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));

    // What failed together must not come back together; the longer the wait, the wider it is spread.
    private const double Spread = 0.25;

    /// <summary>The waits one by one, each made longer by up to a quarter; null: they double from the first to the longest.</summary>
    public IReadOnlyList<TimeSpan>? Waits { get; init; }

    /// <summary>Attempts with these waits between them.</summary>
    public static RetryPolicy After(IReadOnlyList<TimeSpan> waits)
    {
        ArgumentNullException.ThrowIfNull(waits);
        return new RetryPolicy(waits.Count + 1, TimeSpan.Zero, TimeSpan.Zero) { Waits = waits };
    }

    /// <summary>The wait after an attempt, counted from 1.</summary>
    /// <param name="jitter">0 to 1.</param>
    internal TimeSpan WaitAfter(long attempt, double jitter)
    {
        if (Waits is { } waits)
        {
            return waits[(int)Math.Min(attempt, waits.Count) - 1] * (1 + (Spread * jitter));
        }

        // Full jitter: anywhere between nothing and the bound, which doubles with each attempt.
        var bound = FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return (bound < MaxDelay ? bound : MaxDelay) * jitter;
    }
}
