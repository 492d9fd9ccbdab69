using Microsoft.Extensions.Primitives;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>Which runs somebody wants to see; the same words in the API's and the page's query.</summary>
/// <param name="NeedsPerson">True: only runs that stand still until a person does something.</param>
internal sealed record RunFilter(IReadOnlyList<RunState> States, string? Flow, string? Text, bool NeedsPerson = false)
{
    private const int MaxFlowLength = 100;
    private const int MaxTextLength = 200;

    public bool IsEmpty => States.Count == 0 && Flow is null && Text is null && !NeedsPerson;

    /// <summary>What cursors are bound to.</summary>
    public string List => $"runs?{string.Join(',', States.Select(state => state.Name()))}&{Flow}&{Text}{(NeedsPerson ? "&needs" : "")}";

    /// <param name="states">Names, repeated or with commas between.</param>
    public static RunFilter Read(RequestText request, StringValues states, string? flow, string? text, string? needs)
        => new(ReadStates(request, states), request.Line("/query/flow", flow, MaxFlowLength), request.Line("/query/text", text, MaxTextLength), ReadNeeds(request, needs));

    /// <summary>The place that a cursor means; null for the first page.</summary>
    public RunId? ReadCursor(RequestText request, Cursors cursors, string? cursor)
        => cursors.Read(request, List, cursor) is { } before ? new RunId(before) : null;

    public RunQuery Query(RunId? before, int limit) => new(States.Count == 0 ? null : States, Flow, Text, before, limit, NeedsPerson: NeedsPerson);

    private static bool ReadNeeds(RequestText request, string? needs)
    {
        if (!string.IsNullOrEmpty(needs) && needs != RunLinks.Person)
        {
            request.Refuse("/query/needs", "unknown-need", $"Must be \"{RunLinks.Person}\", or be left out.");
        }

        return needs == RunLinks.Person;
    }

    private static List<RunState> ReadStates(RequestText request, StringValues states)
    {
        var read = new SortedSet<RunState>();
        var names = states.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        foreach (var name in names)
        {
            if (RunStateNames.TryParse(name, out var state))
            {
                read.Add(state);
            }
            else
            {
                request.Refuse("/query/state", "unknown-state", $"Must be one or more of {string.Join(", ", RunStateNames.All)}.");
                break;
            }
        }

        return [.. read];
    }
}
