using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>The <c>fields</c> parameter: which fields of a node are wanted. Nested selections in braces are cut down too.</summary>
internal static class GraphFields
{
    /// <summary>Cuts a node down to the wanted fields; <c>id</c> is always there.</summary>
    /// <param name="optional">Fields that exist on this kind of node but have no value here.</param>
    /// <exception cref="GraphException">A wanted field does not exist on this kind of node.</exception>
    public static JsonObject Select(JsonObject node, string? fields, string defaults, string kind, params string[] optional)
    {
        var selected = new JsonObject();
        foreach (var (name, inner) in Parse(string.IsNullOrWhiteSpace(fields) ? defaults : fields))
        {
            if (node.TryGetPropertyValue(name, out var value))
            {
                selected[name] = inner is not null && value is JsonObject child
                    ? Select(child, inner, inner, kind)
                    : value?.DeepClone();
            }
            else if (!optional.Contains(name, StringComparer.Ordinal))
            {
                throw new GraphException(GraphError.InvalidParameter($"Tried accessing nonexisting field ({name}) on node type ({kind})"));
            }
        }

        if (node.TryGetPropertyValue("id", out var id))
        {
            selected["id"] = id?.DeepClone();
        }

        return selected;
    }

    private static IEnumerable<(string Name, string? Inner)> Parse(string fields)
    {
        var start = 0;
        var open = 0;
        for (var i = 0; i <= fields.Length; i++)
        {
            var end = i == fields.Length;
            open += end ? 0 : fields[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (open < 0 || (end && open != 0))
            {
                throw new GraphException(GraphError.InvalidParameter("Syntax error in the fields parameter"));
            }

            if (end || (fields[i] == ',' && open == 0))
            {
                var field = fields[start..i].Trim();
                start = i + 1;
                var brace = field.IndexOf('{', StringComparison.Ordinal);
                if (field.Length > 0)
                {
                    yield return brace < 0 ? (field, null) : (field[..brace].Trim(), field[(brace + 1)..^1]);
                }
            }
        }
    }
}
