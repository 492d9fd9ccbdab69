namespace Reelway.Storage;

/// <summary>Patterns for <c>LIKE … ESCAPE '\'</c>.</summary>
public static class LikePattern
{
    /// <summary>Matches whatever holds the text, in which no character has a meaning of its own.</summary>
    public static string Containing(string text) => $"%{Escaped(text)}%";

    /// <summary>Matches whatever begins with the text, in which no character has a meaning of its own.</summary>
    public static string BeginningWith(string text) => $"{Escaped(text)}%";

    private static string Escaped(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
    }
}
