using System.Text;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Reads LinkedIn's little text as its server does: an unescaped mark that begins nothing ends the text, and nobody is told.</summary>
/// <param name="Shown">What readers see.</param>
/// <param name="Returned">What reads give back.</param>
internal sealed record LittleText(string Shown, string Returned, IReadOnlyList<string> Hashtags)
{
    private const string Marks = "\\|{}@[]()<>#*_~";

    public static LittleText Read(string sent)
    {
        var shown = new StringBuilder();
        var returned = new StringBuilder();
        var hashtags = new List<string>();
        for (var at = 0; at < sent.Length;)
        {
            var letter = sent[at];
            if (letter == '\\' && at + 1 < sent.Length && Marks.Contains(sent[at + 1], StringComparison.Ordinal))
            {
                shown.Append(sent[at + 1]);
                returned.Append(letter).Append(sent[at + 1]);
                at += 2;
            }
            else if (Hashtag(sent, at) is ({ } word, var behind))
            {
                hashtags.Add(word);
                shown.Append('#').Append(word);
                returned.Append("{hashtag|\\#|").Append(Escaped(word)).Append('}');
                at = behind;
            }
            else if (Mention(sent, at) is ({ } name, var end))
            {
                shown.Append(name);
                returned.Append(sent, at, end - at);
                at = end;
            }
            else if (Marks.Contains(letter, StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                shown.Append(letter);
                returned.Append(letter);
                at++;
            }
        }

        return new LittleText(shown.ToString(), returned.ToString(), hashtags);
    }

    private static (string? Word, int End) Hashtag(string sent, int at)
    {
        const string Template = "{hashtag|\\#|";
        if (string.CompareOrdinal(sent, at, Template, 0, Template.Length) == 0 && sent.IndexOf('}', at) is var close and > 0)
        {
            return (Unescaped(sent[(at + Template.Length)..close]), close + 1);
        }

        if (sent[at] != '#')
        {
            return (null, 0);
        }

        var end = at + 1;
        while (end < sent.Length && char.IsLetterOrDigit(sent[end]))
        {
            end++;
        }

        return end > at + 1 ? (sent[(at + 1)..end], end) : (null, 0);
    }

    private static (string? Name, int End) Mention(string sent, int at)
    {
        if (string.CompareOrdinal(sent, at, "@[", 0, 2) != 0 || sent.IndexOf("](urn:li:", at, StringComparison.Ordinal) is not (var middle and > 0) || sent.IndexOf(')', middle) is not (var close and > 0))
        {
            return (null, 0);
        }

        return (Unescaped(sent[(at + 2)..middle]), close + 1);
    }

    private static string Unescaped(string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    private static string Escaped(string text) => string.Concat(text.Select(letter => Marks.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString()));
}
