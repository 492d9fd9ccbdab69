using System.Text.RegularExpressions;

namespace Reelway.Scaling.Names;

/// <summary>
/// The regular expressions that a token's values may be described by: those that take a time proportional to the text, and of which can be said which
/// letters they admit.
/// </summary>
internal static partial class ValueExpression
{
    private const int MostLetters = 200;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>An expression for a whole value; null, with what is wrong, when it can't be used.</summary>
    /// <param name="letters">Single letters of the expression and sets of them, each an expression of its own.</param>
    public static Regex? Read(string text, out IReadOnlyList<Regex> letters, out string? problem)
    {
        letters = [];
        problem = text.Length is 0 or > MostLetters ? $"must have 1 to {MostLetters} letters"
            : Leftover(text) is { Length: > 0 } other ? $"holds {other}, which is not needed here: the whole value is compared; use letters, sets, groups, | and repetitions"
            : null;
        if (problem is not null)
        {
            return null;
        }

        try
        {
            var whole = new Regex($@"\A(?:{text})\z", Options);
            letters = [.. Leaf().Matches(text).Where(match => match.Groups["leaf"].Success).Select(match => new Regex($@"\A(?:{match.Groups["leaf"].Value})\z", Options))];
            return whole;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problem = $"is not a regular expression that can be used: {exception.Message.TrimEnd('.')}";
            return null;
        }
    }

    /// <summary>True when a value that matches may hold the letter.</summary>
    public static bool MayHold(IEnumerable<Regex> letters, char letter) => letters.Any(leaf => leaf.IsMatch(letter.ToString()));

    /// <summary>The first thing in it that is neither a letter, a set, a group, an alternative nor a repetition; null when there is none.</summary>
    private static string? Leftover(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Leaf().Match(text, at) is not { Success: true } match || match.Index != at)
            {
                return $"\"{Frame.ShownText.Line(text[at..], 12)}\"";
            }

            at += match.Length;
        }

        return null;
    }

    // A leaf is an escaped letter or class, a set, a dot or a plain letter. Sets within sets, anchors, look-arounds and references are left over.
    [GeneratedRegex(@"(?<leaf>\\(?:[pP]\{[A-Za-z]+\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[dDwWsS]|[^\p{L}\p{N}])|\[\^?\]?(?:\\(?:[pP]\{[A-Za-z]+\}|.)|[^\]\\\[])*\]|[^\\\[\](){}*+?|^$])|\(\?:|\((?!\?)|\)|\||[*+?]|\{[0-9]+(?:,[0-9]*)?\}",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Leaf();
}
