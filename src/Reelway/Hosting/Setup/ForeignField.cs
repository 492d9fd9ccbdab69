using System.Text.Json;

namespace Reelway.Hosting.Setup;

/// <summary>A field as the old program's files hold it.</summary>
/// <param name="Source">The file, with the line where that is known.</param>
internal sealed record ForeignField(string Name, string Source, JsonElement Value)
{
    /// <summary>The value as text where it is a single one; null for lists, groups and nothing.</summary>
    public string? Text => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!.Trim() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Value.GetRawText(),
        _ => null,
    };

    /// <summary>A field whose value is text, as a line of an environment file has it.</summary>
    public static ForeignField OfText(string name, string source, string text) => new(name, source, JsonSerializer.SerializeToElement(text));
}
