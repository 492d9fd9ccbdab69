using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Connectors.Mail;

/// <summary>The texts of a mail's headers: what may stand in them, and how they are made.</summary>
internal static class MailText
{
    // RFC 5321, 4.5.3.1.3: a path holds 256 characters, its two brackets included.
    private const int LongestAddress = 254;

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

    private static bool IsPlain(string address)
        => address.Length <= LongestAddress
            && !address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || "<>()[],;:\\\"".Contains(character, StringComparison.Ordinal))
            && address.Split('@') is [{ Length: > 0 and <= 64 }, { Length: > 0 }];
}
