using System.Text;

namespace Reelway.Storage;

/// <summary>Text as every database takes it.</summary>
/// <remarks>
/// PostgreSQL refuses U+0000, and half a surrogate pair has no UTF-8. Such characters come with what remote systems answer;
/// a sentence with one in it must not keep a run's outcome from being stored.
/// </remarks>
internal static class StorableText
{
    /// <summary>The same text, with U+FFFD for what can't be stored.</summary>
    public static string? Of(string? text)
    {
        if (text is null || !(text.Contains('\0') || text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')))
        {
            return text;
        }

        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return storable.ToString();
    }
}
