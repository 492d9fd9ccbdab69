namespace Reelway.Sandbox.Mailgun;

/// <summary>Reads addresses as they stand in <c>from</c> and <c>to</c>: <c>Bob &lt;bob@host&gt;</c>, many with commas between them.</summary>
internal static class MailgunAddress
{
    /// <summary>The bare addresses in a list; null when a part of it is none.</summary>
    public static IReadOnlyList<string>? Read(string list)
    {
        var addresses = new List<string>();
        foreach (var part in Parts(list))
        {
            if (Bare(part.Trim()) is not { } address)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses.Count > 0 ? addresses : null;
    }

    // Commas in quotes belong to a name.
    private static IEnumerable<string> Parts(string list)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < list.Length; at++)
        {
            switch (list[at])
            {
                case '\\' when isQuoted:
                    at++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    yield return list[start..at];
                    start = at + 1;
                    break;
            }
        }

        yield return list[start..];
    }

    private static string? Bare(string part)
    {
        if (part.EndsWith('>'))
        {
            var open = part.LastIndexOf('<');
            if (open < 0)
            {
                return null;
            }

            part = part[(open + 1)..^1];
        }

        var at = part.LastIndexOf('@');
        return at > 0 && at < part.Length - 1 && !part.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || "<>()[],;:\"".Contains(character, StringComparison.Ordinal))
            && part.IndexOf('@', StringComparison.Ordinal) == at
            ? part
            : null;
    }
}
