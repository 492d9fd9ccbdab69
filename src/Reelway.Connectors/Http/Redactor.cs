using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Reelway.Connectors;

/// <summary>Takes secrets out of text before it enters a message, a log or a run's history, and cuts it to length.</summary>
internal sealed partial class Redactor(params IEnumerable<string?> secrets)
{
    // A shorter one would mask ordinary words, and is no secret worth the name.
    private const int ShortestSecret = 4;

    private readonly ConcurrentDictionary<string, byte> _secrets = new(Spellings(secrets));

    // What lies behind is never quoted; bounds the time that a hostile body can cost.
    private const int MaxInput = 32 * 1024;

    // Longer than any token seen; the longest piece that a cut can leave of one.
    private const int MaxSecret = 1024;

    /// <summary>Longest text that <see cref="Clean"/> lets through, in characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Longest part of a remote's body that is quoted, in characters.</summary>
    public const int MaxExcerpt = 500;

    /// <summary>Adds a secret that became known later, a page's token for instance.</summary>
    public void Add(string? secret)
    {
        foreach (var (spelling, _) in Spellings([secret]))
        {
            _secrets.TryAdd(spelling, 0);
        }
    }

    /// <summary>The text in one line, without secrets, cut to <paramref name="maxLength"/> characters.</summary>
    /// <remarks>Secrets go first: a cut one would no longer be recognised.</remarks>
    public string Clean(string text, int maxLength = MaxLength) => Cut(OneLine(Redact(text)), maxLength);

    /// <summary>A remote's body as it may be quoted: of a web page its title, of other text its beginning.</summary>
    public string Excerpt(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith('<'))
        {
            return Clean(body, MaxExcerpt);
        }

        var title = PageTitle().Match(body);
        return title.Success ? $"a web page titled \"{Clean(title.Groups[1].Value, 100)}\"" : "a web page instead of data";
    }

    /// <summary>The exception, when nothing it would print is secret; else null.</summary>
    public Exception? Safe(Exception? exception)
        => exception is not null && exception.ToString() is var text && Redact(text) == text ? exception : null;

    private string Redact(string text)
    {
        if (text.Length > MaxInput)
        {
            // Whatever the cut left of a secret at the end goes too.
            var kept = MaskSecrets(text[..MaxInput]);
            return kept[..Math.Max(0, kept.Length - MaxSecret)];
        }

        return MaskSecrets(text);
    }

    private string MaskSecrets(string text)
    {
        // Longest first: one secret may be the beginning of another.
        foreach (var secret in _secrets.Keys.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, SecretPatterns.Replacement, StringComparison.Ordinal);
        }

        return SecretPatterns.Mask(text);
    }

    private static string OneLine(string text) => ControlOrSpace().Replace(text, " ").Trim();

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return text[..length] + "…";
    }

    private static IEnumerable<KeyValuePair<string, byte>> Spellings(IEnumerable<string?> secrets)
        => secrets.OfType<string>()
            .Where(secret => secret.Length >= ShortestSecret)
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), System.Net.WebUtility.UrlEncode(secret) })
            .Distinct()
            .Select(spelling => KeyValuePair.Create(spelling, (byte)0));

    [GeneratedRegex("""<title[^>]*>([^<]{1,300})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PageTitle();

    // Direction overrides can make a log line read as another one.
    [GeneratedRegex("""[\p{Cc}\s\u202A-\u202E\u2066-\u2069]+""", RegexOptions.CultureInvariant)]
    private static partial Regex ControlOrSpace();
}
