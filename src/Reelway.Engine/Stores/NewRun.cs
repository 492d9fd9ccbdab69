namespace Reelway.Engine.Stores;

/// <summary>A run that is to be started. Id, priority and time are the store's.</summary>
/// <param name="InputHash">Tells whether the same key came with the same input.</param>
/// <param name="TraceParent">The W3C trace context of whoever starts it, or null.</param>
internal sealed record NewRun(string Flow, int Version, string Queue, string Key, string Input, string InputHash, string? TraceParent = null)
{
    public long Id { get; init; }

    public int Priority { get; init; }

    public long NowMs { get; init; }

    public long RankMs => NowMs + (Priority * RunStore.PriorityMs);
}
