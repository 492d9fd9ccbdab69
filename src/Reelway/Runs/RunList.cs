using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A page of runs, newest first.</summary>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record RunList(IReadOnlyList<RunItem> Items, string? NextCursor, bool HasMore)
{
    /// <summary>Puts a page together.</summary>
    public static async Task<RunList> OfAsync(IReadOnlyList<RunSummary> runs, RunFaces faces, DateTimeOffset now, string? next, CancellationToken cancellation)
    {
        var known = await faces.OfAsync(runs, cancellation);
        return new RunList([.. runs.Select(run => new RunItem(run, faces, known.GetValueOrDefault(run.Id), now))], next, next is not null);
    }
}

/// <summary>How many runs are in each state.</summary>
/// <param name="States">Every state's name with its count, zeros included.</param>
internal sealed record RunCounts(IReadOnlyDictionary<string, long> States)
{
    public static RunCounts From(IReadOnlyDictionary<RunState, long> counts)
        => new(Enum.GetValues<RunState>().ToDictionary(state => state.Name(), state => counts.GetValueOrDefault(state)));
}
