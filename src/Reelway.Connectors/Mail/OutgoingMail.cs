namespace Reelway.Connectors.Mail;

/// <summary>A mail to one person.</summary>
/// <param name="To">Address.</param>
/// <param name="ToName">Name beside the address; null or empty: none.</param>
/// <param name="Text">The text, for readers that show no HTML.</param>
/// <param name="Html">The same as HTML; null or empty: text only.</param>
/// <param name="MessageKey">Names the mail for all time: the same key gives the same Message-ID, so that a second copy is recognised.</param>
public sealed record OutgoingMail(string To, string? ToName, string Subject, string Text, string? Html, string MessageKey)
{
    /// <summary>The header that says that a machine wrote a mail (RFC 3834), so that no other machine answers it.</summary>
    internal static (string Name, string Value) AutoSubmitted { get; } = ("Auto-Submitted", "auto-generated");

    /// <summary>True for a mail that tells of something by itself: notices of absence do not answer it.</summary>
    public bool IsNotice { get; init; }

    /// <summary>True for a bare mail address, one that a mail can be sent to.</summary>
    public static bool IsAddress(string address) => MailText.AddressOf(address, name: null) is not null;

    /// <summary>Why a text is no bare mail address, as part of a sentence: <c>it ends with a dot</c>; null when it is one.</summary>
    public static string? WhyNoAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MailText.WhyNone(text) ?? (IsAddress(text) ? null : "it is not written as mail addresses are");
    }

    /// <summary>The address with its domain as mail servers compare it: lower case, and in ASCII (<c>bücher.example</c> is <c>xn--bcher-kva.example</c>).</summary>
    public static string WithAsciiDomain(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return MailText.AsciiHost(address[(at + 1)..]) is { } host ? string.Concat(address.AsSpan(0, at + 1), host) : address;
    }
}
