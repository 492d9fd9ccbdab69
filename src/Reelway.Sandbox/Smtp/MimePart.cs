using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>A mail or a part of one, split into headers and body. Text is kept with one character per byte.</summary>
internal sealed class MimePart
{
    private MimePart(IReadOnlyList<MailHeader> headers, string body)
    {
        Headers = headers;
        Body = body;
        ContentType = HeaderParameters.Parse(Header("Content-Type") ?? "text/plain");
    }

    /// <summary>Unfolded, not decoded.</summary>
    public IReadOnlyList<MailHeader> Headers { get; }

    public string Body { get; }

    public HeaderParameters ContentType { get; }

    public byte[] Content => TransferEncoding.Decode(Body, Header("Content-Transfer-Encoding") ?? "");

    public static MimePart Parse(string text)
    {
        var headers = new List<(string Name, StringBuilder Value)>();
        var position = 0;
        while (position < text.Length)
        {
            var end = text.IndexOf('\n', position);
            var line = (end < 0 ? text[position..] : text[position..end]).TrimEnd('\r');
            position = end < 0 ? text.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is not (' ' or '\t') && colon > 0)
            {
                headers.Add((line[..colon].TrimEnd(), new StringBuilder(line[(colon + 1)..])));
            }
            else if (line[0] is ' ' or '\t' && headers.Count > 0)
            {
                headers[^1].Value.Append(line);
            }
        }

        return new MimePart([.. headers.Select(header => new MailHeader(header.Name, header.Value.ToString().Trim()))], text[position..]);
    }

    public string? Header(string name)
        => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>The parts between the boundary lines; what stands before the first and after the last is for old readers.</summary>
    public IEnumerable<MimePart> Parts()
    {
        if (ContentType.Find("boundary") is not { Length: > 0 } boundary)
        {
            yield break;
        }

        var delimiter = "--" + boundary;
        StringBuilder? part = null;
        foreach (var line in Lines(Body))
        {
            var trimmed = line.TrimEnd();
            var isLast = trimmed == delimiter + "--";
            if (!isLast && trimmed != delimiter)
            {
                part?.Append(line);
                continue;
            }

            if (part is not null)
            {
                yield return Parse(WithoutLastBreak(part.ToString()));
            }

            if (isLast)
            {
                yield break;
            }

            part = new StringBuilder();
        }

        if (part is not null)
        {
            yield return Parse(part.ToString());
        }
    }

    private static IEnumerable<string> Lines(string text)
    {
        for (var position = 0; position < text.Length;)
        {
            var end = text.IndexOf('\n', position);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[position..next];
            position = next;
        }
    }

    /// <summary>The line break before a boundary belongs to the boundary.</summary>
    private static string WithoutLastBreak(string text)
        => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
