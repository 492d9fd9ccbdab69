using System.Globalization;
using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>Turns encoded parts of a mail back into bytes and text. Nothing here throws: mail is what others send.</summary>
internal static class TransferEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="body">One character per byte.</param>
    public static byte[] Decode(string body, string encoding) => encoding.Trim().ToUpperInvariant() switch
    {
        "QUOTED-PRINTABLE" => QuotedPrintable(body, isHeader: false),
        "BASE64" => Base64(body),
        _ => Encoding.Latin1.GetBytes(body),
    };

    /// <param name="isHeader">The Q encoding of headers, in which an underscore is a space.</param>
    public static byte[] QuotedPrintable(string text, bool isHeader)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add(isHeader && text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
            else if (SoftBreak(text, i) is var skip and > 0)
            {
                i += skip;
            }
            else if (i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)'=');
            }
        }

        return [.. bytes];
    }

    public static byte[] Base64(string text)
    {
        var digits = string.Concat(text.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/'));
        var whole = digits.Length % 4 == 1 ? digits[..^1] : digits;
        return Convert.FromBase64String(whole.PadRight((whole.Length + 3) / 4 * 4, '='));
    }

    /// <summary>Text in a named character set; an unknown one is read as UTF-8 when it is that, else as Latin-1.</summary>
    public static string Text(byte[] bytes, string? charset)
    {
        if (charset is { Length: > 0 } && Find(charset) is { } encoding)
        {
            return encoding.GetString(bytes);
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static Encoding? Find(string charset)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Characters of a soft line break after the equals sign; 0 when there is none.</summary>
    private static int SoftBreak(string text, int equals)
    {
        var i = equals + 1;
        while (i < text.Length && text[i] is (' ' or '\t'))
        {
            i++;
        }

        if (i < text.Length && text[i] == '\r')
        {
            i++;
        }

        return i < text.Length && text[i] == '\n' ? i - equals : 0;
    }
}
