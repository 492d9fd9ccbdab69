using Reelway.Connectors.Mail;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>A person's cell of the speakers' sheet, read as mail addresses.</summary>
/// <param name="Addresses">Bare addresses without repetition, in the cell's order, their domains in ASCII.</param>
/// <param name="Refused">What else stands there and is none, with the reason.</param>
internal sealed record MailCell(IReadOnlyList<string> Addresses, IReadOnlyList<string> Refused)
{
    // Nobody has more; a cell of prose must not become a mail per word.
    private const int MostPieces = 20;

    /// <summary>Reads a cell. Addresses are separated as people separate them, may have a name beside them (<c>Ada &lt;ada@example.org&gt;</c>), and may be links (<c>mailto:</c>).</summary>
    public static MailCell Read(string cell)
    {
        var pieces = Pieces(cell);
        if (pieces.Count > MostPieces)
        {
            return new MailCell([], [$"{Quoted(cell)} is not a list of mail addresses"]);
        }

        var addresses = new List<string>();
        var refused = new List<string>();
        foreach (var piece in pieces)
        {
            var address = Bare(piece);
            if (OutgoingMail.WhyNoAddress(address) is { } reason)
            {
                refused.Add($"{Quoted(piece)} is not a mail address: {reason}");
            }
            else
            {
                addresses.Add(OutgoingMail.WithAsciiDomain(address));
            }
        }

        return new MailCell([.. addresses.Distinct(StringComparer.OrdinalIgnoreCase)], [.. refused.Distinct(StringComparer.Ordinal)]);
    }

    private static List<string> Pieces(string cell)
    {
        var pieces = new List<string>();
        var before = "";
        foreach (var part in Parts(TalkTitle.Visible(cell)))
        {
            // "King, Sam <sam@example.org>": what stands before a comma belongs to the name when no address stands there.
            var piece = before.Length == 0 ? part : $"{before}, {part}";
            before = "";
            if (!part.Contains('@', StringComparison.Ordinal))
            {
                before = piece;
            }
            else if (before.Length == 0 && piece.Length > part.Length && !part.EndsWith('>'))
            {
                pieces.Add(piece[..^(part.Length + 2)]);
                pieces.Add(part);
            }
            else
            {
                pieces.AddRange(AreBare(part) ? part.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [piece]);
            }
        }

        return before.Length == 0 ? pieces : [.. pieces, before];
    }

    // Spaces separate where every word is an address; elsewhere they belong to a name, or are a mistake.
    private static bool AreBare(string part)
        => part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
            && words.All(word => OutgoingMail.WhyNoAddress(Bare(word)) is null);

    /// <summary>The cell at its separators, which in quotes and in brackets are none.</summary>
    private static IEnumerable<string> Parts(string cell)
    {
        var from = 0;
        var (quoted, bracketed) = (false, false);
        for (var at = 0; at <= cell.Length; at++)
        {
            var ends = at == cell.Length || cell[at] is '\n' or '\r' || (!quoted && !bracketed && cell[at] is ',' or ';' or '|' or '\t');
            if (!ends)
            {
                quoted ^= cell[at] == '"' && cell.AsSpan(at + 1).Contains('"') | quoted;
                bracketed = cell[at] == '<' || (bracketed && cell[at] != '>');
                continue;
            }

            if (cell[from..at].Trim() is { Length: > 0 } part)
            {
                yield return part;
            }

            (from, quoted, bracketed) = (at + 1, false, false);
        }
    }

    private static string Bare(string piece)
    {
        var text = piece.Trim();
        if (text.EndsWith('>') && text.LastIndexOf('<') is >= 0 and var open)
        {
            text = text[(open + 1)..^1].Trim();
        }

        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            text = Uri.UnescapeDataString(text["mailto:".Length..].Split('?')[0]).Trim(' ');
        }

        return text.Length > 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;
    }

    private static string Quoted(string text)
    {
        const int Most = 80;
        var line = TalkTitle.OneLine(text);
        return line.Length <= Most ? $"\"{line}\"" : $"\"{line[..Most]}…\"";
    }
}
