using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reelway.Talks.Facebook;

/// <summary>
/// What the old bot's access keys say of a stage: <c>{"Stage": ["PAGE", "TOKEN"]}</c>, with an object or a Python tuple written as text in
/// the list's place, or the page alone.
/// </summary>
/// <param name="Page">The page's number, name or address.</param>
/// <param name="Token">The page's token; null when the document holds none.</param>
internal sealed partial record StageKey(string Stage, string Page, string? Token)
{
    /// <summary>True when a document looks like a table of such keys.</summary>
    public static bool IsTable(JsonElement root)
        => root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any()
            && root.EnumerateObject().Any(stage => stage.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object || IsTuple(stage.Value))
            && root.EnumerateObject().Any(stage => Read(stage.Name, stage.Value) is not null);

    /// <summary>Reads a stage; null when it names no page.</summary>
    public static StageKey? Read(string stage, JsonElement value)
    {
        var (page, token) = value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() is 1 or 2 => (Text(value[0]), value.GetArrayLength() == 2 ? Text(value[1]) : null),
            JsonValueKind.Object => (Member(value, "page_id", "pageid", "page", "id"), Member(value, "access_token", "accesstoken", "token", "page_token")),
            JsonValueKind.String when Tuple().Match(value.GetString()!) is { Success: true } tuple => (tuple.Groups["page"].Value, tuple.Groups["token"].Value),
            _ => (Text(value), null),
        };
        return page is null || stage.Trim().Length == 0 ? null : new StageKey(stage.Trim(), page, token);
    }

    private static bool IsTuple(JsonElement value) => value.ValueKind == JsonValueKind.String && Tuple().IsMatch(value.GetString()!);

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString()!.Trim() is { Length: > 0 } text => text,
        // A page's number in exponent form or with decimals has lost its last digits.
        JsonValueKind.Number when value.TryGetInt64(out var number) && number > 0 => value.GetRawText(),
        _ => null,
    };

    private static string? Member(JsonElement group, params string[] names)
        => group.EnumerateObject().Where(member => names.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
            .OrderBy(member => Array.FindIndex(names, name => name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(member => Text(member.Value)).FirstOrDefault(text => text is not null);

    [GeneratedRegex("""^\s*\(\s*u?['"]?(?<page>[^'",()\s]+)['"]?\s*,\s*u?['"](?<token>[^'"\s]+)['"]\s*,?\s*\)\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Tuple();
}
