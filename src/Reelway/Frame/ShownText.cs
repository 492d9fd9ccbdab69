using System.Text;

namespace Reelway.Frame;

/// <summary>
/// A text from outside as people are shown it, on pages, in lists, on terminals, in logs and in subjects: one line, no longer than somebody reads, with
/// nothing in it that a terminal obeys or that shows letters in another order than they stand in.
/// </summary>
internal static class ShownText
{
    /// <summary>Most letters of a title or a name.</summary>
    public const int NameLength = 200;

    /// <summary>Most letters of a sentence.</summary>
    public const int SentenceLength = 2000;

    /// <summary>A title or a name.</summary>
    public static string Name(string text) => Line(text, NameLength);

    /// <summary>A sentence; null stays null.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Sentence(string? text) => text is null ? null : Line(text, SentenceLength);

    /// <summary>A text of any kind. Breaks become spaces; what is cut off leaves an ellipsis.</summary>
    public static string Line(string text, int most)
    {
        if (text.Length <= most && text.All(IsHarmless))
        {
            return text;
        }

        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a surrogate pair comes out of the enumeration as the sign for unknown characters.
            var shown = IsBreak(rune.Value) ? new Rune(' ') : rune;
            if (Rune.IsControl(shown) || TurnsLetters(shown.Value))
            {
                continue;
            }

            if (line.Length + shown.Utf16SequenceLength > most)
            {
                line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
                return line.Append('…').ToString();
            }

            line.Append(shown.ToString());
        }

        return line.ToString();
    }

    /// <summary>JSON or YAML with what turns letters round written as escapes, which mean the same to programs.</summary>
    public static string Escaped(string document)
    {
        if (!document.Any(letter => TurnsLetters(letter)))
        {
            return document;
        }

        var escaped = new StringBuilder(document.Length + 32);
        foreach (var letter in document)
        {
            if (TurnsLetters(letter))
            {
                escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
            else
            {
                escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }

    private static bool IsHarmless(char letter) => !char.IsControl(letter) && !char.IsSurrogate(letter) && !IsBreak(letter) && !TurnsLetters(letter);

    private static bool IsBreak(int letter) => letter is '\n' or '\t' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Embeddings, overrides, isolates and marks of direction (Unicode's Bidi_Control).</summary>
    private static bool TurnsLetters(int letter) => letter is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
