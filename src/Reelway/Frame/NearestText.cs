namespace Reelway.Frame;

/// <summary>What was probably meant, of what there is.</summary>
internal static class NearestText
{
    // Nobody slips in a text as long as this; comparing two of them would take as long as all the others together.
    private const int MostLetters = 300;

    /// <summary>The known text that was probably meant; null when none is near.</summary>
    /// <param name="folded">A text without the differences that do not count, such as case.</param>
    public static string? Of(string text, IEnumerable<string> known, Func<string, string> folded)
    {
        if (text.Length > MostLetters)
        {
            return null;
        }

        // A third of the letters wrong is still a slip of the fingers; more is another word.
        var limit = Math.Max(1, text.Length / 3);
        var meant = folded(text);
        string? best = null;
        foreach (var candidate in known.TakeWhile(_ => limit >= 0))
        {
            if (Math.Abs(candidate.Length - text.Length) <= limit && Distance(meant, folded(candidate)) is var distance && distance <= limit)
            {
                limit = distance - 1;
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>Letters to add, drop, change or swap with the next one (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
