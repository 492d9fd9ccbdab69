using System.Globalization;
using System.Text;

namespace Reelway.Connectors.X;

/// <summary>How X counts a text: version 3 of its rules.</summary>
internal static class XText
{
    /// <summary>Longest text of an account without premium.</summary>
    public const int Longest = 280;

    /// <summary>What a link counts, however long it is: X puts one of its own in its place.</summary>
    public const int LinkLength = 23;

    // What letters and marks of most alphabets count 1; everything else, and an emoji however it is put together, counts 2.
    private const int Heavy = 2;

    /// <summary>The length of a text as X counts it.</summary>
    public static int Length(string text)
    {
        var normal = text.Normalize(NormalizationForm.FormC);
        var (length, at) = (0, 0);
        foreach (var link in XLinks.Find(normal))
        {
            length += LengthOf(normal.AsSpan(at, link.Start - at)) + LinkLength;
            at = link.End;
        }

        return length + LengthOf(normal.AsSpan(at));
    }

    /// <summary>The first character that X takes in no text; null when there is none.</summary>
    public static char? InvalidCharacter(string text)
    {
        var at = text.AsSpan().IndexOfAny('\uFFFE', '\uFEFF', '\uFFFF');
        return at < 0 ? null : text[at];
    }

    private static int LengthOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var element = text[..StringInfo.GetNextTextElementLength(text)];
            length += IsEmoji(element) ? Heavy : WeightOf(element);
            text = text[element.Length..];
        }

        return length;
    }

    private static int WeightOf(ReadOnlySpan<char> text)
    {
        var weight = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            weight += rune.Value is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247) ? 1 : Heavy;
        }

        return weight;
    }

    /// <summary>True for what is drawn as one emoji although it is made of several characters.</summary>
    private static bool IsEmoji(ReadOnlySpan<char> element)
    {
        Rune.DecodeFromUtf16(element, out var first, out var length);
        if (element.Length == length)
        {
            // One character: it counts by its range alone.
            return false;
        }

        var rest = element[length..];
        if (IsFlagLetter(first))
        {
            return true;
        }

        return rest.Contains('\u20E3')
            ? first.Value is '#' or '*' or (>= '0' and <= '9')
            : !Rune.IsLetterOrDigit(first) && (first.Value is 0xA9 or 0xAE or >= 0x203C) && rest.EnumerateRunes() is var runes && IsVaried(runes);
    }

    private static bool IsVaried(SpanRuneEnumerator runes)
    {
        foreach (var rune in runes)
        {
            // Drawn as a picture, joined with another one, or given a skin colour or a flag's letters.
            if (rune.Value is 0xFE0F or 0x200D or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFlagLetter(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;
}
