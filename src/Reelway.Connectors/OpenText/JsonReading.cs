using System.Globalization;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>Reads members that may be absent, null, or a number where a text was expected.</summary>
internal static class JsonReading
{
    /// <summary>A member of an object; undefined when there is none.</summary>
    public static JsonElement Member(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element, string name) => element.Member(name).AsText();

    public static string? AsText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    public static long? Whole(this JsonElement element, string name)
        => long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? Time(this JsonElement element, string name)
        => DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Members of a list; none when it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
        => element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>What a path of names leads to; lists on the way are walked through.</summary>
    public static IEnumerable<JsonElement> Follow(this JsonElement element, string path)
    {
        IEnumerable<JsonElement> found = [element];
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            found = found.SelectMany(Spread).Select(one => one.Member(name));
        }

        return found.SelectMany(Spread).Where(one => one.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null));
    }

    /// <summary>The first text that one of the paths leads to.</summary>
    public static string? FirstText(this JsonElement element, IEnumerable<string> paths)
        => paths.SelectMany(path => element.Follow(path)).Select(AsText).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static IEnumerable<JsonElement> Spread(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];
}
