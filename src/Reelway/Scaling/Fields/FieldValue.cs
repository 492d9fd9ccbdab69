using System.Globalization;
using System.Text.Json;

namespace Reelway.Scaling.Fields;

/// <summary>One value of a field, or one cell of a table's column.</summary>
/// <param name="Text">What the DAM stores: of a drop-down the code, never what is displayed.</param>
internal sealed record FieldValue(string Text)
{
    public const string TextType = "string";

    public const string DomainType = "com.artesia.metadata.DomainValue";

    private const string Deepest = "field_value";

    // A value stands two levels down, a drop-down's code three.
    private const int MostLevels = 5;

    /// <summary>What people are shown of a drop-down's value; null where it is not known, or the field is none.</summary>
    public string? Display { get; init; }

    /// <summary>The type of what is stored: <c>string</c>, <c>number</c>, <c>datetime</c>.</summary>
    public string Type { get; init; } = TextType;

    /// <summary>The type of a drop-down's value, cascading ones have their own; null for a plain field.</summary>
    public string? Lookup { get; init; }

    /// <summary>What is stored as it was received, for a copy that loses nothing; null for a new value.</summary>
    public JsonElement? Stored { get; init; }

    /// <summary>A drop-down's value as it was received; null for a new value or a plain field.</summary>
    public JsonElement? Kept { get; init; }

    /// <summary>Reads what is in a field's <c>value</c>, or in one of its <c>values</c>; null when it is empty.</summary>
    public static FieldValue? Read(JsonElement holder)
    {
        for (var level = 0; level < MostLevels && holder.ValueKind == JsonValueKind.Object; level++)
        {
            if (holder.TryGetProperty(Deepest, out var code))
            {
                return Of(code) is { } stored
                    ? stored with { Display = TextOf(holder, "display_value") ?? TextOf(holder, "displayValue"), Lookup = TextOf(holder, "type") ?? DomainType, Kept = holder }
                    : null;
            }

            if (!holder.TryGetProperty("value", out var inner) || inner.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            if (inner.ValueKind is not JsonValueKind.Object)
            {
                return Of(holder);
            }

            holder = inner;
        }

        return null;
    }

    /// <summary>Writes it as the inner <c>value</c> of the write form.</summary>
    /// <param name="inTable">Cells of a table take the code of a drop-down's value as a plain one, unless it is cascading.</param>
    public void Write(Utf8JsonWriter writer, bool inTable)
    {
        var asLookup = Lookup is not null && !(inTable && Lookup == DomainType);
        if (asLookup && Kept is { } kept)
        {
            WriteRenamed(writer, kept);
            return;
        }

        writer.WriteStartObject();
        if (asLookup)
        {
            writer.WriteString("type", Lookup);
            if (Display is not null)
            {
                writer.WriteString("displayValue", Display);
            }

            writer.WriteStartObject(Deepest);
            WriteStored(writer);
            writer.WriteEndObject();
        }
        else
        {
            WriteStored(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Null when the text is one of its type; otherwise what it should be.</summary>
    public string? TypeProblem() => Type switch
    {
        "number" or "int" or "decimal" => IsNumber ? null : "a number such as 30 or 1.5",
        "datetime" => DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? null : "a date such as 2026-09-01T00:00:00Z",
        _ => null,
    };

    private bool IsNumber => decimal.TryParse(Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private void WriteStored(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Type);
        if (Stored is { } stored)
        {
            writer.WritePropertyName("value");
            stored.WriteTo(writer);
        }
        else if (Type is "number" or "int" or "decimal")
        {
            writer.WriteNumber("value", decimal.Parse(Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteString("value", Text);
        }
    }

    // What is read is called display_value, what is written displayValue; everything else of it is kept.
    private static void WriteRenamed(Utf8JsonWriter writer, JsonElement value)
    {
        writer.WriteStartObject();
        if (!value.TryGetProperty("type", out _))
        {
            writer.WriteString("type", DomainType);
        }

        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.NameEquals("display_value") ? "displayValue" : member.Name);
            member.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static FieldValue? Of(JsonElement stored)
    {
        var value = stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("value", out var inner) ? inner : stored;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null
            : new(text) { Stored = value, Type = (stored.ValueKind == JsonValueKind.Object ? TextOf(stored, "type") : null) ?? (value.ValueKind == JsonValueKind.Number ? "number" : TextType) };
    }

    private static string? TextOf(JsonElement element, string member)
        => element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
