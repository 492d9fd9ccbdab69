using System.Text.Json;

namespace Reelway.Frame;

/// <summary>Says what is wrong with a JSON text, and counts lines and bytes as people do.</summary>
internal static class JsonTrouble
{
    /// <summary>One sentence, such as <c>--input is not valid JSON: "h" is an invalid start of a value (line 1, byte 2).</c></summary>
    /// <param name="what">What should be JSON.</param>
    public static string Sentence(string what, JsonException problem)
    {
        // The reader's own words, without the place that it appends from 0 on.
        var words = problem.Message.AsSpan();
        foreach (var tail in new[] { " Path: ", " LineNumber: " })
        {
            words = words.IndexOf(tail, StringComparison.Ordinal) is var at and >= 0 ? words[..at] : words;
        }

        // Of several sentences the last one tells most.
        words = words.TrimEnd('.');
        words = words.LastIndexOf(". ", StringComparison.Ordinal) is var before and >= 0 ? words[(before + 2)..] : words;
        return words.Contains("isFinalBlock", StringComparison.Ordinal) ? $"{what} is not valid JSON: it is empty." : $"{what} is not valid JSON: {words}{Place(problem)}.";
    }

    /// <summary>Where it goes wrong, such as <c> (line 1, byte 2)</c>; empty when nobody knows.</summary>
    public static string Place(JsonException problem) => problem.LineNumber is { } line ? $" (line {line + 1}, byte {problem.BytePositionInLine + 1})" : "";
}
