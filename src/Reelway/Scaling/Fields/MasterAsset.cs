using System.Text.Json;

namespace Reelway.Scaling.Fields;

/// <summary>A field of a master, or a column of one of its tables.</summary>
/// <param name="Values">Of a plain field none or one; of a column one for each row, null where the cell is empty.</param>
/// <param name="Table">The id of the table that it is a column of; null for a plain field.</param>
internal sealed record MasterField(string Id, bool IsColumn, IReadOnlyList<FieldValue?> Values, string? Table)
{
    /// <summary>Whether there is anything in it.</summary>
    public bool HasValue => Values.Any(value => value is not null);
}

/// <summary>A master as the DAM describes it.</summary>
/// <param name="Policies">Ids of its security policies, as they were received.</param>
/// <param name="Fields">Of all categories, in their order. An id may stand there more than once.</param>
internal sealed record MasterAsset(string? Model, IReadOnlyList<JsonElement> Policies, IReadOnlyList<MasterField> Fields)
{
    private const string Elements = "metadata_element_list";

    private const int MostLevels = 20;

    /// <summary>Reads the asset's JSON, bare or as the DAM wraps it.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static MasterAsset Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        EnsureText(root);
        var asset = Member(Member(root, "asset_resource"), "asset") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : root;
        if (asset.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The master's metadata is not the JSON of an asset.");
        }

        var metadata = Member(asset, "metadata");
        var fields = new List<MasterField>();
        Collect(metadata, table: null, fields, MostLevels);
        return new(Text(asset, "metadata_model_id") ?? Text(metadata, "id"),
            [.. Items(asset, "security_policy_list").Select(policy => Member(policy, "id")).Where(id => id.ValueKind is JsonValueKind.Number or JsonValueKind.String)],
            fields);
    }

    /// <summary>Fields of that id; several columns where it is a table's.</summary>
    public IEnumerable<MasterField> Find(string id) => Fields.Where(field => field.Id == id || field.Table == id);

    /// <summary>Refuses half a character, which JSON may spell and no text may hold.</summary>
    private static void EnsureText(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        EnsureText(item);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        _ = member.Name;
                        EnsureText(member.Value);
                    }

                    break;
            }
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("The master's metadata holds half a character.", half);
        }
    }

    private static void Collect(JsonElement holder, string? table, List<MasterField> fields, int levels)
    {
        if (levels == 0)
        {
            throw new JsonException($"The master's metadata is nested deeper than {MostLevels} levels.");
        }

        foreach (var element in Items(holder, Elements))
        {
            var type = Text(element, "type") ?? "";
            if (Member(element, Elements).ValueKind == JsonValueKind.Array)
            {
                Collect(element, type.EndsWith("MetadataTable", StringComparison.Ordinal) ? Text(element, "id") : table, fields, levels - 1);
            }
            else if (Text(element, "id") is { Length: > 0 } id)
            {
                var isColumn = table is not null || type.EndsWith("MetadataTableField", StringComparison.Ordinal);
                var cells = Member(element, "values").ValueKind == JsonValueKind.Array;
                fields.Add(new(id, isColumn, cells ? [.. Items(element, "values").Select(FieldValue.Read)] : FieldValue.Read(Member(element, "value")) is { } value ? [value] : [], table));
            }
        }
    }

    private static JsonElement Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
