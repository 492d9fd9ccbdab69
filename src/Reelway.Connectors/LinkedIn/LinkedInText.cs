using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.LinkedIn;

/// <summary>LinkedIn's "little text": plain text in which some characters begin something, and are escaped where they don't.</summary>
/// <remarks>An unescaped one is no error at LinkedIn: the text is cut off there, without a word.</remarks>
internal static partial class LinkedInText
{
    /// <summary>Longest text of a post, as written.</summary>
    public const int Longest = 3000;

    /// <summary>Longest comment.</summary>
    public const int LongestComment = 1250;

    private const string Reserved = @"\|{}@[]()<>#*_~";

    /// <summary>A text as it is sent: hashtags, and mentions written <c>@[Name](urn:li:organization:123)</c>, are kept as such.</summary>
    public static string Escape(string text)
    {
        var sent = new StringBuilder(text.Length + 32);
        var at = 0;
        foreach (var part in Elements().EnumerateMatches(text))
        {
            EscapeTo(sent, text.AsSpan(at, part.Index - at));
            var element = text.AsSpan(part.Index, part.Length);
            if (element[0] == '#')
            {
                // Written out, so that it does not depend on what stands around it.
                sent.Append(@"{hashtag|\#|");
                EscapeTo(sent, element[1..]);
                sent.Append('}');
            }
            else
            {
                var end = element.IndexOf("](", StringComparison.Ordinal);
                sent.Append("@[");
                EscapeTo(sent, element[2..end]);
                sent.Append(element[end..]);
            }

            at = part.Index + part.Length;
        }

        EscapeTo(sent, text.AsSpan(at));
        return sent.ToString();
    }

    /// <summary>A text as it comes back, as somebody would have written it.</summary>
    public static string Unescape(string text)
    {
        var written = new StringBuilder(text.Length);
        var plain = Hashtag().Replace(text, "#$1");
        for (var at = 0; at < plain.Length; at++)
        {
            if (plain[at] == '\\' && at + 1 < plain.Length && Reserved.Contains(plain[at + 1], StringComparison.Ordinal))
            {
                at++;
            }

            written.Append(plain[at]);
        }

        return written.ToString();
    }

    private static void EscapeTo(StringBuilder sent, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (Reserved.Contains(letter, StringComparison.Ordinal))
            {
                sent.Append('\\');
            }

            sent.Append(letter);
        }
    }

    // A hashtag begins a word and is not just a number; what follows a letter, as in "F#", is not one, and neither is the fragment of an address.
    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}_/&#?=.])#(?=[\p{N}_]*[\p{L}])[\p{L}\p{M}\p{N}_]{1,100}|@\[[^\[\]\\]{1,200}\]\(urn:li:(?:person|organization):[A-Za-z0-9_\-]{1,50}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Elements();

    [GeneratedRegex(@"\{hashtag\|\\?#\|((?:[^\\{}|]|\\.){1,200})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hashtag();
}
