using System.Globalization;
using System.Text;

namespace Reelway.Frame.Cli;

/// <summary>Command lines that are shown to be copied into a POSIX shell. Whatever is in an operand, the shell reads it as that one word.</summary>
internal static class ShellCommand
{
    /// <summary>A command of ours: <c>reelway run show run_06agn9k2w4008</c>.</summary>
    /// <param name="verbs">Words and options that the program itself knows.</param>
    /// <param name="operands">Names and other texts that came from elsewhere.</param>
    public static string Reelway(string verbs, params IReadOnlyList<string> operands) => Of("reelway " + verbs, operands);

    /// <summary>Any command: <c>chmod 600 'a file'</c>.</summary>
    /// <param name="command">The command as the program itself writes it.</param>
    /// <param name="operands">Names and other texts that came from elsewhere.</param>
    public static string Of(string command, params IReadOnlyList<string> operands)
    {
        var line = new StringBuilder(command);
        var ended = false;
        foreach (var operand in operands)
        {
            if (!ended && operand.StartsWith('-'))
            {
                // From here on nothing is taken for an option.
                line.Append(" --");
                ended = true;
            }

            line.Append(' ').Append(Word(operand));
        }

        return line.ToString();
    }

    /// <summary>
    /// The text as one word. What a terminal would obey, or would show as something else, is written in digits:
    /// quotes keep it from the shell, but not from the line editor that it is pasted into.
    /// </summary>
    /// <remarks>NUL can't be in a word of any command; the sign for unknown characters stands in for it.</remarks>
    public static string Word(string text)
    {
        if (text.Length > 0 && text.All(IsPlain))
        {
            return text;
        }

        var word = new StringBuilder();
        var runes = text.EnumerateRunes().Select(rune => rune.Value == 0 ? Rune.ReplacementChar : rune).ToList();
        for (var i = 0; i < runes.Count;)
        {
            var hidden = IsHidden(runes[i]);
            var part = runes.Skip(i).TakeWhile(rune => IsHidden(rune) == hidden).ToList();
            if (hidden && part[^1].Value == '\n' && i + part.Count < runes.Count)
            {
                // A letter behind it keeps the line feed: the shell drops those at the end of what a command writes.
                part.Add(runes[i + part.Count]);
            }

            word.Append(hidden ? InDigits(part) : Quoted(part));
            i += part.Count;
        }

        return word.Length == 0 ? "''" : word.ToString();
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '@' or '/' or '+';

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static string Quoted(IEnumerable<Rune> part) => "'" + string.Concat(part).Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    /// <summary>The shell puts the bytes back. Line feeds that end the whole word would be dropped, so those stand as they are, in quotes.</summary>
    private static string InDigits(List<Rune> part)
    {
        var feeds = part.AsEnumerable().Reverse().TakeWhile(rune => rune.Value == '\n').Count();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(part.Take(part.Count - feeds)));
        var digits = string.Concat(bytes.Select(value => @"\" + Convert.ToString(value, 8).PadLeft(3, '0')));
        return (digits.Length > 0 ? $"\"$(printf '{digits}')\"" : "") + (feeds > 0 ? $"'{new string('\n', feeds)}'" : "");
    }
}
