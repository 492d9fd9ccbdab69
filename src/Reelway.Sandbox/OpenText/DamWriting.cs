using System.Text.Json.Nodes;

namespace Reelway.Sandbox.OpenText;

/// <summary>Reads metadata as it is written: elements in a flat list, or in their tables.</summary>
internal sealed class DamWriting(DamWorld world)
{
    /// <summary>The fields that a list of elements sets.</summary>
    /// <exception cref="OpenTextException">A field that is not known, or a value that its drop-down does not offer.</exception>
    public Dictionary<string, IReadOnlyList<string>> Read(JsonArray elements, bool isFolder)
    {
        var written = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            var id = Text(element?["id"]);
            if (element is JsonObject && element["metadata_element_list"] is JsonArray inner)
            {
                foreach (var (field, values) in Read(inner, isFolder))
                {
                    written[field] = values;
                }
            }
            else if (id is null || !world.Fields.TryGetValue(id, out var field) || (field.Category == "CAMPAIGN") != isFolder)
            {
                throw OpenTextException.BadRequest($"The metadata field {id ?? "without an id"} does not exist in the model.");
            }
            else
            {
                written[id] = ValuesOf(field, element!.AsObject());
            }
        }

        return written;
    }

    /// <summary>A text, whatever its kind; null for none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    private static IReadOnlyList<string> ValuesOf(SandboxField field, JsonObject element)
    {
        if (element.ContainsKey("values") != (field.Table is not null))
        {
            throw OpenTextException.BadRequest($"The metadata field {field.Id} is {(field.Table is null ? "no column of a table" : $"a column of the table {field.Table}")}.");
        }

        IReadOnlyList<string> values = element["values"] is JsonArray rows ? [.. rows.Select(row => TextIn(field, row))]
            : TextIn(field, element) is { Length: > 0 } text ? [text] : [];
        return field.Values is null || values.FirstOrDefault(value => value.Length > 0 && (!field.Values.ContainsKey(value) || field.Expired.Contains(value))) is not { } foreign
            ? values
            : throw OpenTextException.BadRequest($"The value \"{foreign}\" is not in the domain {field.Domain}.");
    }

    private static string TextIn(SandboxField field, JsonNode? holder)
    {
        var value = holder?["value"];
        // A scalar has one holder more than a row of a table.
        if (value is JsonObject { Count: > 0 } && value["value"] is JsonObject deeper)
        {
            value = deeper;
        }

        if (value is not JsonObject found)
        {
            return value is null ? "" : throw OpenTextException.BadRequest($"The value of {field.Id} has no type.");
        }

        var plain = found["field_value"] ?? found;
        return Text(plain["value"]) ?? "";
    }
}
