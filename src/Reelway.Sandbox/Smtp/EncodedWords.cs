using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Smtp;

/// <summary>Decodes header values (RFC 2047).</summary>
internal static partial class EncodedWords
{
    /// <param name="value">One character per byte, unfolded.</param>
    public static string Decode(string value)
    {
        var text = new StringBuilder();
        var pending = new List<byte>();
        var charset = "";
        var end = 0;
        foreach (Match word in Word().Matches(value))
        {
            var between = value[end..word.Index];
            var isNeighbour = end > 0 && string.IsNullOrWhiteSpace(between);

            // Neighbours in one character set are joined as bytes: senders cut letters in two.
            if (!isNeighbour || !charset.Equals(word.Groups["charset"].Value, StringComparison.OrdinalIgnoreCase))
            {
                Flush();
            }

            if (!isNeighbour)
            {
                text.Append(Plain(between));
            }

            charset = word.Groups["charset"].Value;
            pending.AddRange(word.Groups["encoding"].Value is "B" or "b"
                ? TransferEncoding.Base64(word.Groups["text"].Value)
                : TransferEncoding.QuotedPrintable(word.Groups["text"].Value, isHeader: true));
            end = word.Index + word.Length;
        }

        Flush();
        return text.Append(Plain(value[end..])).ToString();

        void Flush()
        {
            text.Append(TransferEncoding.Text([.. pending], charset));
            pending.Clear();
        }
    }

    private static string Plain(string value) => TransferEncoding.Text(Encoding.Latin1.GetBytes(value), null);

    [GeneratedRegex(@"=\?(?<charset>[^?*\s]+)(\*[^?\s]*)?\?(?<encoding>[bBqQ])\?(?<text>[^?\s]*)\?=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
