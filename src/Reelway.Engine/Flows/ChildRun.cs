namespace Reelway.Engine;

/// <summary>How the child run of an item has ended.</summary>
/// <param name="Id">The child run.</param>
/// <param name="Item">The item's key.</param>
/// <param name="State">Succeeded, partial, failed or cancelled.</param>
/// <param name="Result">What its flow returned; the default when it has none.</param>
/// <param name="Sentence">Why it failed, was cancelled or is partial; null otherwise.</param>
public sealed record ChildRun<TResult>(RunId Id, string Item, RunState State, TResult? Result, string? Sentence)
{
    /// <summary>True when its flow has come to its end, and so has a result.</summary>
    public bool HasResult => State is RunState.Succeeded or RunState.Partial;
}

/// <summary>What flows do with child runs.</summary>
public static class ChildRunExtensions
{
    /// <summary>Failed children that a sentence names at most.</summary>
    private const int Named = 5;

    /// <summary>The results in the order of the items, where every child has one.</summary>
    /// <exception cref="FaultException">A child has failed or was cancelled.</exception>
    public static IReadOnlyList<TResult> Results<TResult>(this IReadOnlyList<ChildRun<TResult>> children)
    {
        var without = children.Where(child => !child.HasResult).ToList();
        if (without.Count == 0)
        {
            return [.. children.Select(child => child.Result!)];
        }

        var named = string.Join(" ", without.Take(Named).Select(child => $"\"{child.Item}\" is {child.State.Name()}: {child.Sentence}"));
        throw FaultException.Permanent($"{without.Count} of {children.Count} child runs have no result. {named}");
    }
}
