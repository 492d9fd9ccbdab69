using System.Buffers;
using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Connectors.Mail;

/// <summary>The texts of a mail's headers: what may stand in them, and how they are made.</summary>
internal static class MailText
{
    /// <summary>What the setting says that holds the sender.</summary>
    public const string FromHelp = "Address that mails come from, with a name if wanted: \"Talks <talks@example.org>\".";

    // RFC 5321, 4.5.3.1.3: a path holds 256 characters, its two brackets included.
    private const int LongestAddress = 254;

    // RFC 5321, 4.5.3.1.1.
    private const int LongestLocalPart = 64;

    private static readonly SearchValues<char> Strange = SearchValues.Create("<>()[],;:\\\"");

    private static readonly IdnMapping Hosts = new() { UseStd3AsciiRules = true };

    /// <summary>An address with or without a name; null when it is none, or holds more than one.</summary>
    public static MailAddress? AddressOf(string text)
        => !HasControl(text) && MailAddress.TryCreate(text, null, Encoding.UTF8, out var address) && IsPlain(address.Address) ? address : null;

    /// <summary>A bare address with a name beside it; null when it is no address.</summary>
    /// <remarks>The runtime's parser also takes names, brackets and quotes here, which would make one text into another address.</remarks>
    public static MailAddress? AddressOf(string address, string? name)
        => IsPlain(address) && MailAddress.TryCreate(address, name, Encoding.UTF8, out var parsed) && parsed.Address == address ? parsed : null;

    /// <summary>True when the text could begin another header, or hide what it shows.</summary>
    public static bool HasControl(string? text)
        => text is not null && text.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029');

    /// <summary>The Message-ID of a key: always the same one, and none that gives the key away.</summary>
    public static string MessageId(string key, string domain)
        => $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40]}@{domain}>";

    /// <summary>The text with the line ends that mail wants.</summary>
    public static string WithMailLineEnds(string text) => text.ReplaceLineEndings("\r\n");

    /// <summary>Why a text is no bare mail address; null when it is one.</summary>
    /// <remarks>Servers refuse these too, but in words of their own, after the mail was written, and some only by a mail that comes back.</remarks>
    public static string? WhyNone(string address)
    {
        if (address.Length == 0 || address.AsSpan().ContainsAny(Strange) || address.Any(IsBlank))
        {
            return address.Length == 0 ? "it is empty"
                : address.Any(IsBlank) ? "it holds a space or a control character"
                : $"it holds {address[address.AsSpan().IndexOfAny(Strange)]}";
        }

        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? "it has no @"
            : at != address.LastIndexOf('@') ? "it has more than one @"
            : at == 0 ? "nothing stands before the @"
            : at > LongestLocalPart || address.Length > LongestAddress ? "it is too long"
            : address[..at] is ['.', ..] or [.., '.'] || address[..at].Contains("..", StringComparison.Ordinal) ? "a dot stands at the beginning, at the end or twice in a row before the @"
            : WhyNoHost(address[(at + 1)..]);
    }

    /// <summary>The domain as it is written in ASCII; null when no host can have that name.</summary>
    public static string? AsciiHost(string host)
    {
        try
        {
            return Hosts.GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? WhyNoHost(string host)
        => host.Length == 0 ? "nothing stands after the @"
            : host[^1] == '.' ? "it ends with a dot"
            : host[0] == '.' || host.Contains("..", StringComparison.Ordinal) ? "a dot stands at the beginning or twice in a row after the @"
            : AsciiHost(host) is null ? $"\"{host}\" can't be the name of a host"
            : null;

    private static bool IsBlank(char character) => char.IsControl(character) || char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsPlain(string address) => WhyNone(address) is null;
}
