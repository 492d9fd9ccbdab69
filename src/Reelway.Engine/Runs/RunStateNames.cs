namespace Reelway.Engine;

/// <summary>The states' names as API, CLI, pages and database show them.</summary>
public static class RunStateNames
{
    private static readonly string[] Names =
        ["queued", "running", "waiting", "needs-attention", "succeeded", "partial", "failed", "cancelled"];

    /// <summary>The name of a run's state, such as <c>needs-attention</c>.</summary>
    public static string Name(this RunState state) => Names[(int)state];

    /// <summary>The name of a step's state.</summary>
    public static string Name(this StepState state) => state switch
    {
        StepState.NeedsAttention => "needs-attention",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>True for states that no worker and no clock will change.</summary>
    public static bool HasEnded(this RunState state)
        => state is RunState.Succeeded or RunState.Partial or RunState.Failed or RunState.Cancelled;

    /// <summary>All names, in the order of <see cref="RunState"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Reads a state's name.</summary>
    public static bool TryParse(string name, out RunState state)
    {
        var index = Array.IndexOf(Names, name);
        state = (RunState)Math.Max(index, 0);
        return index >= 0;
    }
}
