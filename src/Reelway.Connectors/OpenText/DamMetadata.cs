using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>Reads metadata as assets have it: fields stand in categories, below the model, at whatever depth.</summary>
internal static class DamMetadata
{
    private const string Elements = "metadata_element_list";

    public static bool In(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Member("metadata").ValueKind == JsonValueKind.Object;
    }

    public static string? Field(string json, string fieldId) => Fields(json, fieldId) is [var first, ..] ? first : null;

    /// <summary>Values of the field, wherever it stands.</summary>
    public static IReadOnlyList<string?> Fields(string json, string fieldId)
    {
        using var document = JsonDocument.Parse(json);
        return Find(document.RootElement.Member("metadata"), fieldId) is { } element ? Values(element) : [];
    }

    private static JsonElement? Find(JsonElement element, string fieldId)
    {
        foreach (var child in element.Items(Elements))
        {
            // A category may be named as a field is: only what can hold a value counts.
            if (child.Text("id") == fieldId && child.Member(Elements).ValueKind != JsonValueKind.Array)
            {
                return child;
            }

            if (Find(child, fieldId) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static IReadOnlyList<string?> Values(JsonElement field)
        => field.Member("values").ValueKind == JsonValueKind.Array ? [.. field.Items("values").Select(Value)] : Value(field) is { } one ? [one] : [];

    /// <summary>Goes down to the text: <c>value.value</c> of plain fields, <c>field_value</c> of drop-downs on the way.</summary>
    private static string? Value(JsonElement holder)
    {
        for (var current = holder; current.ValueKind == JsonValueKind.Object;)
        {
            current = current.Member("field_value") is { ValueKind: not JsonValueKind.Undefined } code ? code : current.Member("value");
            if (current.AsText() is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
