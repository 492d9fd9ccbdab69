using System.Text.RegularExpressions;

namespace Reelway.Scaling.Names;

/// <summary>A token with what it may say.</summary>
/// <param name="expression">Null where any text will do, or the values are listed.</param>
/// <param name="isOwnRule">True when somebody has configured it.</param>
internal sealed class NameToken(string name, NameTokenRule rule, Regex? expression, bool isOwnRule)
{
    private const int MostListed = 12;

    public string Name => name;

    /// <summary>True for a token that takes any text, such as a title.</summary>
    public bool IsFree => rule.Values is null && expression is null;

    /// <summary>The value that a part of a name gives, as the list spells it where there is one; null when the part says none.</summary>
    public string? Read(string part)
    {
        if (part.Length == 0)
        {
            return null;
        }

        if (rule.Values is { } values)
        {
            return values.FirstOrDefault(value => string.Equals(value, part, StringComparison.OrdinalIgnoreCase));
        }

        return expression is not null && !expression.IsMatch(part) ? null : name == NameTokens.TrackingId ? TrackingId.Read(part) : part;
    }

    /// <summary>The valid value that was probably meant; null when none can be said.</summary>
    public string? Nearest(string part)
        => rule.Values is { } values ? Frame.NearestText.Of(part, values, Folded) : Repairs(part).Select(Read).FirstOrDefault(value => value is not null);

    /// <summary>What it may say, in words.</summary>
    public string Says() => rule.Values is { } values
        ? $"one of {string.Join(", ", values.Take(MostListed))}{(values.Count > MostListed ? $" and {values.Count - MostListed} more" : "")}"
        : isOwnRule && rule.Expression is { } own ? $"what matches {own}"
        : name switch
        {
            NameTokens.TrackingId => "six letters and digits",
            NameTokens.Duration => "a duration such as 30s",
            NameTokens.LanguageCode => "a language code such as IT",
            NameTokens.Version => "a version such as v2",
            _ => "a text",
        };

    /// <summary>What people write instead of what an expression asks for: with a space or a dash in it, without its unit, or with more of it.</summary>
    private IEnumerable<string> Repairs(string part)
    {
        var letters = string.Concat(part.Where(char.IsLetterOrDigit));
        yield return letters;
        var digits = string.Concat(letters.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
        if (digits.Length > 0 && name == NameTokens.Duration)
        {
            yield return letters.Contains('m', StringComparison.OrdinalIgnoreCase) && !letters.Contains('s', StringComparison.OrdinalIgnoreCase) ? $"{digits}m" : $"{digits}s";
        }
        else if (digits.Length > 0 && name == NameTokens.Version)
        {
            yield return $"v{digits}";
        }
    }

    private static string Folded(string value) => value.ToUpperInvariant();
}
