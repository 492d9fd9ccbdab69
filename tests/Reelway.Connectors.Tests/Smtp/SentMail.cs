using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Connectors.Tests.Smtp;

/// <summary>A mail as it went over the wire, decoded with nothing but what the standards say (RFC 2045, 2047).</summary>
internal sealed partial record SentMail(string Subject, string From, string To, string MessageId, IReadOnlyDictionary<string, string> Parts)
{
    public static SentMail Parse(string raw)
    {
        var (head, body) = Split(raw);
        var boundary = Boundary().Match(head["Content-Type"]) is { Success: true } multipart ? multipart.Groups[1].Value : null;
        var parts = (boundary is null ? [(head, body)] : body.Split("--" + boundary)[1..^1].Select(part => Split(part.TrimStart('\r', '\n'))))
            .ToDictionary(part => part.head["Content-Type"].Split(';')[0], TextOf);
        return new SentMail(Decoded(head["Subject"]), Decoded(head["From"]), Decoded(head["To"]), head["Message-ID"], parts);
    }

    private static string TextOf((Dictionary<string, string> Head, string Body) part)
    {
        Assert.Equal("base64", part.Head["Content-Transfer-Encoding"]);
        Assert.Contains("charset=utf-8", part.Head["Content-Type"], StringComparison.OrdinalIgnoreCase);
        return Encoding.UTF8.GetString(Convert.FromBase64String(part.Body.Trim()));
    }

    private static (Dictionary<string, string> head, string body) Split(string raw)
    {
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = Folded().Replace(raw[..end], " ").Split("\r\n").Select(line => line.Split(": ", 2))
            .ToDictionary(line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase);
        return (head, raw[(end + 4)..]);
    }

    private static string Decoded(string header)
        => EncodedWord().Replace(BetweenWords().Replace(header, "$1$2"), word => Encoding.UTF8.GetString(
            word.Groups[1].Value is "B" or "b" ? Convert.FromBase64String(word.Groups[2].Value) : FromQ(word.Groups[2].Value)));

    private static byte[] FromQ(string text)
        => Encoding.Latin1.GetBytes(Escape().Replace(text.Replace('_', ' '), code => ((char)Convert.ToByte(code.Groups[1].Value, 16)).ToString()));

    [GeneratedRegex("=([0-9A-Fa-f]{2})")]
    private static partial Regex Escape();

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"(\?=) +(=\?)")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?([BQ])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}
