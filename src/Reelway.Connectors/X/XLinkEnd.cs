namespace Reelway.Connectors.X;

/// <summary>How far a link goes behind its domain: port, path and query. Marks that end a sentence are no part of it.</summary>
internal static class XLinkEnd
{
    private const string PathMarks = "!*';:=+,.$/%#[]-–_~@|&";
    private const string PathEnds = "+-=_#/";
    private const string QueryMarks = "!?*'@();:&=+$/%#[]-_.,~|";
    private const string QueryEnds = "-_&=#/";

    /// <param name="at">The first character behind the domain.</param>
    /// <param name="hasScheme">False for a domain alone: port and query are part of the link only where a path is.</param>
    public static int Of(string text, int at, bool hasScheme)
    {
        var path = OfPort(text, at);
        return hasScheme || At(text, path) == '/' ? OfQuery(text, OfPath(text, path)) : at;
    }

    private static int OfPort(string text, int at)
    {
        var end = at + 1;
        while (At(text, at) == ':' && char.IsAsciiDigit(At(text, end)))
        {
            end++;
        }

        return end > at + 1 ? end : at;
    }

    private static int OfPath(string text, int at)
    {
        if (At(text, at) != '/')
        {
            return at;
        }

        var good = at + 1;
        for (var next = good; next < text.Length;)
        {
            if (text[next] == '(')
            {
                if (OfBrackets(text, next, isInner: false) is not { } closed)
                {
                    break;
                }

                good = next = closed;
                continue;
            }

            if (!IsPath(text[next]))
            {
                break;
            }

            next++;
            good = IsLetter(text[next - 1]) || PathEnds.Contains(text[next - 1], StringComparison.Ordinal) ? next : good;
        }

        return good;
    }

    /// <summary>Behind the bracket that closes; null when none does. Brackets may hold others once.</summary>
    private static int? OfBrackets(string text, int at, bool isInner)
    {
        for (var next = at + 1; next < text.Length;)
        {
            if (text[next] == ')')
            {
                return next > at + 1 ? next + 1 : null;
            }

            var inner = text[next] == '(' && !isInner ? OfBrackets(text, next, isInner: true) : null;
            if (inner is null && !IsPath(text[next]))
            {
                return null;
            }

            next = inner ?? next + 1;
        }

        return null;
    }

    private static int OfQuery(string text, int at)
    {
        if (At(text, at) != '?')
        {
            return at;
        }

        var good = at;
        for (var next = at + 1; next < text.Length && (char.IsAsciiLetterOrDigit(text[next]) || QueryMarks.Contains(text[next], StringComparison.Ordinal)); next++)
        {
            good = char.IsAsciiLetterOrDigit(text[next]) || QueryEnds.Contains(text[next], StringComparison.Ordinal) ? next + 1 : good;
        }

        return good;
    }

    private static bool IsPath(char letter) => IsLetter(letter) || PathMarks.Contains(letter, StringComparison.Ordinal);

    // Latin letters with accents, and Cyrillic ones.
    private static bool IsLetter(char letter)
        => char.IsAsciiLetterOrDigit(letter) || letter is (>= '\u00C0' and <= '\u024F' and not '\u00D7' and not '\u00F7') or (>= '\u0400' and <= '\u04FF');

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';
}
