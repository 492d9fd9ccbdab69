namespace Reelway.Engine;

/// <summary>How often and how soon a step is tried again after transient faults: exponential with full jitter.</summary>
/// <param name="MaxAttempts">Attempts in all. Default 3.</param>
/// <param name="FirstDelay">Upper bound of the first wait. Default 5 s.</param>
/// <param name="MaxDelay">Upper bound of any wait. Default 60 s.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    /// <summary>3 attempts, 5 s to 60 s.</summary>
    public static RetryPolicy Default { get; } = new(3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
}
