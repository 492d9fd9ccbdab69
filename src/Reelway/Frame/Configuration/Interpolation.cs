using System.Text;

namespace Reelway.Frame.Configuration;

/// <summary>
/// Puts variables into a value: <c>${A}</c>, <c>${A:-default}</c> (unset or empty), <c>${A-default}</c> (unset),
/// <c>${A:?message}</c>, <c>${A?message}</c>, <c>${A:+other}</c>, <c>${A+other}</c>, nested defaults, <c>$$</c> for a dollar.
/// What a variable holds is not looked into again, so a secret may hold any character.
/// </summary>
internal sealed class Interpolation(Func<string, string?> variable)
{
    // Far beyond any honest nesting of defaults; keeps a hostile file from exhausting the stack.
    private const int DeepestNesting = 20;

    /// <summary>Reads a value.</summary>
    public InterpolatedText Apply(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return new(text, [], null);
        }

        var unset = new List<string>();
        try
        {
            var position = 0;
            return new(Expand(text, ref position, inside: false, 0, unset), unset, null);
        }
        catch (FormatException problem)
        {
            return new(text, unset, problem.Message);
        }
    }

    private string Expand(string text, ref int at, bool inside, int depth, List<string> unset)
    {
        if (depth > DeepestNesting)
        {
            throw new FormatException($"defaults are nested more than {DeepestNesting} deep.");
        }

        var result = new StringBuilder();
        while (at < text.Length && !(inside && text[at] == '}'))
        {
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (text[at] == '$' && next == '$')
            {
                result.Append('$');
                at += 2;
            }
            else if (text[at] == '$' && next == '{')
            {
                at += 2;
                result.Append(Variable(text, ref at, depth, unset));
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    private string Variable(string text, ref int at, int depth, List<string> unset)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        var name = text[start..at];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            throw new FormatException("\"${\" must be followed by a variable's name; write a dollar sign as \"$$\".");
        }

        var value = variable(name);
        var emptyCounts = at < text.Length && text[at] == ':';
        at += emptyCounts ? 1 : 0;
        var isSet = value is not null && !(emptyCounts && value.Length == 0);
        var sign = at < text.Length ? text[at] : '\0';
        var ignored = new List<string>();
        var word = string.Empty;
        if (sign is '-' or '?' or '+')
        {
            at++;
            // The branch that isn't taken must not warn about variables that it names.
            word = Expand(text, ref at, inside: true, depth + 1, (sign == '+') == isSet ? unset : ignored);
        }
        else if (emptyCounts)
        {
            throw new FormatException($"\"${{{name}:\" must go on with -default, ?message or +other.");
        }

        if (at >= text.Length || text[at] != '}')
        {
            throw new FormatException($"\"${{{name}\" has no closing brace.");
        }

        at++;
        return sign switch
        {
            '-' => isSet ? value! : word,
            '+' => isSet ? word : string.Empty,
            '?' when !isSet => throw new FormatException(
                word.Length > 0 ? $"variable {name} is not set: {word}" : $"variable {name} is not set, and must be."),
            _ => value ?? Missing(name, unset),
        };
    }

    private static string Missing(string name, List<string> unset)
    {
        unset.Add(name);
        return string.Empty;
    }
}

/// <summary>A value with its variables put in.</summary>
/// <param name="Unset">Variables that are not set and have no default; they count as empty.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal sealed record InterpolatedText(string Text, IReadOnlyList<string> Unset, string? Problem);
