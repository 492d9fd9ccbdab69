using System.Text.Json.Nodes;

namespace Reelway.Sandbox.OpenText;

/// <summary>Conditions of a search, against what the index has seen so far.</summary>
internal sealed class DamSearching(DamWorld world)
{
    private const string Is = "ARTESIA.OPERATOR.CHAR.IS";
    private const string Contains = "ARTESIA.OPERATOR.CHAR.CONTAINS";
    private const string NumberIs = "ARTESIA.OPERATOR.NUMBER.IS";

    /// <summary>What is found, with the fields that the index has of it; and whether a condition was left out.</summary>
    public (IReadOnlyList<(DamNode Node, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields)> Found, bool IsCut) Find(JsonArray conditions, DamNode? folder)
    {
        var seen = world.Now - TimeSpan.FromMilliseconds(world.Settings.IndexLagMs);
        var known = conditions.OfType<JsonObject>().Where(IsKnown).ToList();
        var found = world.Nodes
            .Where(node => !node.IsDeleted && node.IsLatest && (folder is null || IsBelow(node, folder)))
            .Select(node => (node, Fields: (IReadOnlyDictionary<string, IReadOnlyList<string>>?)node.FieldsAt(seen)))
            .Where(one => one.Fields is not null && Fits(known, one.node, one.Fields))
            .Select(one => (one.node, one.Fields!)).ToList();
        return (found, known.Count < conditions.Count);
    }

    private bool IsKnown(JsonObject condition)
        => condition["tabular_field_list"] is JsonArray columns
            ? columns.OfType<JsonObject>().All(IsKnown)
            : DamWriting.Text(condition["relational_operator_id"]) is Is or Contains or NumberIs
                && DamWriting.Text(condition["metadata_field_id"]) is { } field && (world.Fields.ContainsKey(field) || IsOfSystem(field));

    private static bool IsOfSystem(string field) => field is "ARTESIA.FIELD.ASSET ID" or "ARTESIA.FIELD.ORIGINAL ASSET ID" or "ARTESIA.FIELD.IS LATEST VERSION";

    /// <summary>A condition is joined to the one before it; parentheses stand at the conditions.</summary>
    private static bool Fits(IReadOnlyList<JsonObject> conditions, DamNode node, IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
    {
        var waiting = new Stack<(bool Value, bool IsOr)>();
        var (value, isOr) = (true, false);
        foreach (var condition in conditions)
        {
            var joinsByOr = DamWriting.Text(condition["relational_operator"]) == "or";
            foreach (var _ in DamWriting.Text(condition["left_paren"]) ?? "")
            {
                waiting.Push((value, joinsByOr));
                (value, isOr, joinsByOr) = (true, false, false);
            }

            value = Joined(value, joinsByOr || isOr, Holds(condition, node, fields));
            foreach (var _ in DamWriting.Text(condition["right_paren"]) ?? "")
            {
                if (!waiting.TryPop(out var outer))
                {
                    throw OpenTextException.BadRequest("The parentheses of the conditions do not fit.");
                }

                value = Joined(outer.Value, outer.IsOr, value);
            }
        }

        return waiting.Count == 0 ? value : throw OpenTextException.BadRequest("The parentheses of the conditions do not fit.");
    }

    private static bool Joined(bool before, bool isOr, bool now) => isOr ? before || now : before && now;

    private static bool Holds(JsonObject condition, DamNode node, IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
    {
        if (condition["tabular_field_list"] is JsonArray columns)
        {
            return columns.OfType<JsonObject>().All(column => Holds(column, node, fields));
        }

        var wanted = DamWriting.Text(condition["value"]) ?? "";
        var values = DamWriting.Text(condition["metadata_field_id"]) switch
        {
            "ARTESIA.FIELD.ASSET ID" => [node.Id],
            "ARTESIA.FIELD.ORIGINAL ASSET ID" => [node.OriginalId],
            "ARTESIA.FIELD.IS LATEST VERSION" => [node.IsLatest ? "Y" : "N"],
            var field => fields.GetValueOrDefault(field!) ?? [],
        };
        return DamWriting.Text(condition["relational_operator_id"]) == Contains
            ? values.Any(value => value.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            : values.Any(value => value.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsBelow(DamNode node, DamNode folder)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent == folder)
            {
                return true;
            }
        }

        return false;
    }
}
