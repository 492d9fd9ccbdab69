using System.Text.Json;

namespace Reelway.Frame.Configuration;

/// <summary>The names of settings: lower case with underscores.</summary>
internal static class SettingNames
{
    /// <summary>The setting that a property holds: <c>ApiKey</c> is <c>api_key</c>, <c>UploadCutoffMB</c> is <c>upload_cutoff_mb</c>.</summary>
    public static string FromProperty(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>A name without the differences that a variable can't express: case, dots, dashes, spaces.</summary>
    public static string Fold(string name)
        => string.Create(name.Length, name, static (span, name) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = name[i] is '-' or ' ' or '.' ? '_' : char.ToLowerInvariant(name[i]);
            }
        });

    /// <summary>
    /// True for what somebody may have meant for a setting's name. A file that was included by mistake, and was never meant to be shown, is a map too when
    /// its lines end with a colon, as those of /etc/shadow do: what is no name is not repeated.
    /// </summary>
    public static bool IsShowable(string name)
        => name.Length is > 0 and <= 60 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.');

    /// <summary>The known name that was probably meant; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        // A third of the letters wrong is still a slip of the fingers; more is another word.
        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        foreach (var candidate in known)
        {
            var distance = Fold(candidate) == Fold(name) ? 0 : Distance(name, candidate);
            if (distance <= limit)
            {
                limit = distance - 1;
                best = candidate;
                if (limit < 0)
                {
                    break;
                }
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
