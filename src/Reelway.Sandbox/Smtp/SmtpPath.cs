using System.Globalization;

namespace Reelway.Sandbox.Smtp;

/// <summary>The argument of MAIL and RCPT: an address in angle brackets and parameters.</summary>
internal sealed record SmtpPath(string Address, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    private const int LongestAddress = 320;

    /// <param name="argument">What follows the command, such as <c>FROM:&lt;ada@example.org&gt; SIZE=100</c>.</param>
    /// <param name="keyword"><c>FROM</c> or <c>TO</c>.</param>
    /// <returns>Null when it is malformed.</returns>
    public static SmtpPath? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword + ":", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = argument[(keyword.Length + 1)..].TrimStart();
        var end = EndOfBrackets(rest);
        if (end < 0)
        {
            return null;
        }

        var parameters = rest[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0].ToUpperInvariant(), pair.Length > 1 ? pair[1] : ""));
        return new SmtpPath(rest[1..end], [.. parameters]);
    }

    public bool IsAddress => Address.Length <= LongestAddress
        && Address.LastIndexOf('@') is var at and > 0 && at < Address.Length - 1
        && !Address.Any(letter => char.IsControl(letter));

    /// <summary>Bytes announced by the sender; null when none were.</summary>
    public long? Size => Parameters.FirstOrDefault(parameter => parameter.Key == "SIZE").Value is { } text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    public bool Has(string parameter) => Parameters.Any(other => other.Key == parameter);

    /// <summary>Position of the closing bracket; quoted local parts may contain one. -1 when there is none.</summary>
    private static int EndOfBrackets(string text)
    {
        if (text.Length == 0 || text[0] != '<')
        {
            return -1;
        }

        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '>' when !quoted:
                    return i;
            }
        }

        return -1;
    }
}
