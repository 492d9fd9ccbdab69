using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Media;

/// <summary>Brings the text of a caption into the one form that every player of the clip shows: plain, italic, bold or underlined.</summary>
internal static partial class CaptionText
{
    /// <summary>Cleans.</summary>
    /// <param name="lines">As the file has them.</param>
    /// <param name="isWebVtt">True: <c>&amp;amp;</c> stands for <c>&amp;</c>; false: it stands for itself.</param>
    public static string Clean(IEnumerable<string> lines, bool isWebVtt)
        => string.Join('\n', lines.Select(line => Clean(line, isWebVtt).Trim()).Where(line => line.Length > 0));

    private static string Clean(string line, bool isWebVtt)
    {
        if (!isWebVtt)
        {
            line = Override().Replace(line, "");
        }

        var cleaned = new StringBuilder();
        var at = 0;
        foreach (Match tag in Tag().Matches(line))
        {
            cleaned.Append(Escape(line[at..tag.Index], isWebVtt));
            if (tag.Groups["style"].Success)
            {
                cleaned.Append('<').Append(tag.Groups["slash"].Value).Append(tag.Groups["style"].Value.ToLowerInvariant()).Append('>');
            }

            at = tag.Index + tag.Length;
        }

        return cleaned.Append(Escape(line[at..], isWebVtt)).ToString();
    }

    private static string Escape(string text, bool isWebVtt)
    {
        var plain = new string([.. (isWebVtt ? WebUtility.HtmlDecode(text) : text).Where(character => !char.IsControl(character) || character == '\t')]);
        return plain.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    /// <summary>i, b and u are kept, also with WebVTT's classes behind; voices, languages, colours, fonts and times within a line are not.</summary>
    [GeneratedRegex(@"<(?<slash>/?)(?:(?<style>[ibuIBU])(?:\.[^>\s]*)?|(?:c|v|lang|ruby|rt|font)(?:[.\s][^>]*)?|[\d:.]+)\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    /// <summary>Places and colours that some programs put into SubRip: <c>{\an8}</c>.</summary>
    [GeneratedRegex(@"\{\\[^}]*\}")]
    private static partial Regex Override();
}
