namespace Reelway.Events;

/// <summary>Keeps events, or what became of them, for as long as <c>events.keep</c> says.</summary>
internal interface IAgeing
{
    /// <summary>Removes what is older than an age and needed by nobody.</summary>
    /// <returns>How many.</returns>
    Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation);
}
