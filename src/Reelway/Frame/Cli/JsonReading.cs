using System.Text.Json;
using Reelway.Configuration;

namespace Reelway.Frame.Cli;

/// <summary>Reads what the API answered, for people: what is not there is empty, never a crash.</summary>
internal static class JsonReading
{
    /// <summary>A property as text; null when it is absent or null.</summary>
    public static string? Text(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value.ToString()
            : null;

    /// <summary>The members of a list; none when it is absent.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    /// <summary>A duration in milliseconds as people read it.</summary>
    public static string? Duration(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.TryGetInt64OrNull() is { } ms
            ? Durations.Format(TimeSpan.FromMilliseconds(ms < 10_000 ? ms : ms / 1000 * 1000))
            : null;

    /// <summary>A time as people read it, to the second.</summary>
    public static string? Time(this JsonElement element, string name)
        => element.Text(name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static long? TryGetInt64OrNull(this JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
