using Microsoft.AspNetCore.Http.Extensions;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>Addresses of runs and of lists of them.</summary>
internal static class RunLinks
{
    public const string ListPath = "/runs";

    /// <summary>Value of <c>needs</c> in the query: only runs that stand still until a person does something.</summary>
    public const string Person = "person";

    public static string Run(RunId id) => $"{ListPath}/{id}";

    /// <summary>The query that shows a filter again, from its beginning or from a cursor.</summary>
    public static string Query(RunFilter filter, string? cursor = null, string? limit = null)
    {
        var query = new QueryBuilder();
        foreach (var state in filter.States)
        {
            query.Add("state", state.Name());
        }

        AddUnlessEmpty(query, "needs", filter.NeedsPerson ? Person : null);
        AddUnlessEmpty(query, "flow", filter.Flow);
        AddUnlessEmpty(query, "text", filter.Text);
        AddUnlessEmpty(query, "limit", limit);
        AddUnlessEmpty(query, "cursor", cursor);
        return query.ToString();
    }

    private static void AddUnlessEmpty(QueryBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Add(name, value);
        }
    }
}
