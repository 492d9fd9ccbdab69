using System.Text.Json;

namespace Reelway.Engine.Execution;

internal sealed partial class RunContext
{
    /// <summary>What is known of each child is kept in one row of the journal.</summary>
    private const int MostChildren = 10_000;

    public async Task<IReadOnlyList<ChildRun<TResult>>> ForEachAsync<TItem, TInput, TResult>(
        string name, IReadOnlyList<TItem> items, Func<TItem, string> keyOf, string flow, Func<TItem, TInput> inputOf)
    {
        var keys = Keys(name, [.. items.Select(keyOf)]);
        var plan = new ChildrenPlan(Newest(flow), keys, i => InputOf(name, keys[i], () => inputOf(items[i])));
        var row = await EnterAsync(name, StepKind.Children, options: null, _ => Task.FromResult<string?>(null), plan);
        var children = new List<ChildRun<TResult>>();
        foreach (var child in await ReadAsync<IReadOnlyList<StoredChild>>(row.Output!, $"the child runs of \"{name}\""))
        {
            var result = child.Result is { } stored ? await ReadAsync<TResult>(stored.GetRawText(), $"the result of child \"{child.Item}\" of \"{name}\"") : default;
            children.Add(new ChildRun<TResult>(new RunId(child.Id), child.Item, child.State, result, child.Why));
        }

        return children;
    }

    private static List<string> Keys(string name, List<string> keys)
    {
        if (keys.Count > MostChildren)
        {
            throw FaultException.Permanent($"Step \"{name}\" has {keys.Count} items; at most {MostChildren} child runs are started by one step. Split them.");
        }

        var known = new HashSet<string>();
        foreach (var key in keys)
        {
            Names.Check(key, $"The key of an item of \"{name}\"");
            if (!known.Add(key))
            {
                throw FaultException.Permanent($"Two items of step \"{name}\" have the key \"{key}\". Each child run needs a key of its own.");
            }
        }

        return keys;
    }

    private FlowRegistration Newest(string flow)
    {
        try
        {
            return flows.Newest(flow);
        }
        catch (UnknownFlowException unknown)
        {
            throw FaultException.Permanent(unknown.Message, unknown);
        }
    }

    private string InputOf<TInput>(string name, string item, Func<TInput> input)
    {
        var what = $"The input of child \"{item}\" of \"{name}\"";
        try
        {
            return FlowJson.Write(input(), what, PayloadLimitBytes);
        }
        catch (Exception failure) when (failure is not FaultException)
        {
            throw FaultException.Permanent($"{what} can't be made: {ExceptionWords.Of(failure)}", failure);
        }
    }
}

/// <summary>A child run as its parent's journal keeps it: what becomes of the child later doesn't change what the parent has seen.</summary>
internal sealed record StoredChild(long Id, string Item, RunState State, JsonElement? Result, string? Why);
