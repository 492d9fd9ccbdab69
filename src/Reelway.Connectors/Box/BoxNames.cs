using System.Globalization;

namespace Reelway.Connectors.Box;

/// <summary>Which names Box takes.</summary>
public static class BoxNames
{
    private const int Longest = 255;

    /// <summary>What is wrong with a name, with the place, in words that go on after "the name"; null when nothing is.</summary>
    public static string? ProblemOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return "is empty";
        }

        if (name is "." or "..")
        {
            return "means a folder and no file";
        }

        if (name.Length > Longest)
        {
            return $"has {name.Length} characters, and Box takes {Longest} at most";
        }

        for (var at = 0; at < name.Length; at++)
        {
            if (WordFor(name[at], isEdge: at == 0 || at == name.Length - 1) is { } word)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has {word} at position {at + 1}, which Box does not take there");
            }
        }

        return null;
    }

    private static string? WordFor(char character, bool isEdge) => character switch
    {
        '/' => "a slash",
        '\\' => "a backslash",
        _ when char.IsControl(character) || character is '\u2028' or '\u2029' => string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)character:X4}"),
        _ when isEdge && char.IsWhiteSpace(character) => "a space",
        _ => null,
    };
}
