using System.Globalization;
using System.Text;

namespace Reelway.Scaling.Names;

/// <summary>Letters that file names should not have: those that Box or a file system refuses, and those that nobody sees.</summary>
internal static class NameLetters
{
    /// <summary>A name in composed letters; half a surrogate pair comes out as the sign for unknown characters.</summary>
    public static string Composed(string name)
    {
        var valid = name.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) : name;
        return valid.Normalize(NormalizationForm.FormC);
    }

    /// <summary>What is wrong with a letter wherever it stands; null for a good one.</summary>
    public static string? Trouble(Rune letter) => letter.Value switch
    {
        '/' or '\\' => "separates folders",
        '\t' or '\n' or '\r' => "is a control character",
        0xFFFD => "stands for half a character",
        0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => "changes the direction of the text and can't be seen",
        _ => Rune.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.Control => "is a control character",
            UnicodeCategory.Format => "can't be seen",
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "is a line break",
            UnicodeCategory.SpaceSeparator when letter.Value != ' ' => "looks like a space and is another character",
            UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => "is no character that everybody has",
            _ => null,
        },
    };

    /// <summary>The text without such letters (a special space becomes a plain one), and without spaces around it.</summary>
    public static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.EnumerateRunes())
        {
            if (Trouble(letter) is null)
            {
                clean.Append(letter.ToString());
            }
            else if (Rune.IsWhiteSpace(letter))
            {
                clean.Append(' ');
            }
        }

        // Once more: a letter and a mark that something stood between may now be one.
        return Composed(clean.ToString()).Trim(' ');
    }

    /// <summary>The letter as a sentence shows it: a harmless one in quotes, and its number in Unicode.</summary>
    public static string Shown(Rune letter)
        => (letter.Value == ' ' ? "a space " : Trouble(letter) is null || letter.Value is '/' or '\\' ? $"\"{letter}\" " : "") + $"(U+{letter.Value:X4})";
}
