using System.Globalization;

namespace Reelway.Sandbox.Smtp;

/// <summary>A reply of one line or several.</summary>
internal sealed record SmtpReply(int Code, params string[] Lines)
{
    public static SmtpReply Ok { get; } = new(250, "2.0.0 Ok");

    public string ToWire() => string.Concat(Lines.Select((line, i) => string.Create(
        CultureInfo.InvariantCulture, $"{Code}{(i == Lines.Length - 1 ? ' ' : '-')}{line}\r\n")));
}
