using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>How many runs are in each state.</summary>
/// <param name="States">Every state's name with its count, zeros included.</param>
internal sealed record RunCounts(IReadOnlyDictionary<string, long> States)
{
    public static RunCounts Sample => From(new Dictionary<RunState, long> { [RunState.Running] = 1, [RunState.Waiting] = 1, [RunState.Succeeded] = 41, [RunState.Failed] = 2 });

    public static RunCounts From(IReadOnlyDictionary<RunState, long> counts)
        => new(Enum.GetValues<RunState>().ToDictionary(state => state.Name(), state => counts.GetValueOrDefault(state)));
}
