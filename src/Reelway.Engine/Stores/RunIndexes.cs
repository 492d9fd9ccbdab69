using System.Globalization;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>Which index finds runs of a state. None holds all states: every change of a run's state would write to it.</summary>
internal static class RunIndexes
{
    /// <summary>Of this many it is cheaper to look at the newest runs than at all of the state.</summary>
    private const long Few = 10_000;

    /// <summary>Names the index to take: SQLite has no idea how many runs there are of each state.</summary>
    public static string By(IDbSession session, string index) => session.Dialect == SqlDialect.Sqlite ? $"INDEXED BY {index}" : "";

    /// <summary>The condition that a run is in one of these states, as both databases find an index for it.</summary>
    public static string In(IReadOnlyCollection<RunState> states)
    {
        var each = states.Distinct().Order().Select(state => string.Create(CultureInfo.InvariantCulture, $"state = {(int)state}")).ToList();
        var any = each.Count == 1 ? each[0] : $"({string.Join(" OR ", each)})";
        return states.All(state => state is RunState.Waiting) ? $"{any} AND {States.Parked}" : any;
    }

    /// <summary>For a list of open runs of one state, when there are few: the index that has them. The newest runs otherwise hold some of them.</summary>
    public static async Task<string> ForAsync(IDbSession session, RunQuery query)
        => session.Dialect == SqlDialect.Sqlite && query is { States: [var state], Flow: null, Parent: null, DeadLetters: false, NeedsPerson: false } && Of(state) is { } index
            && (await RunCounts.ByStateAsync(session)).GetValueOrDefault(state) < Few
            ? By(session, index)
            : "";

    private static string? Of(RunState state) => state switch
    {
        RunState.Queued => "run_ready",
        RunState.Running => "run_owned",
        RunState.Waiting => "run_wake",
        _ => null,
    };
}
