using System.Text.RegularExpressions;
using Reelway.Frame;

namespace Reelway.Scaling.Names;

/// <summary>Reads a pattern and the rules of its tokens, and says all that is wrong with them at once.</summary>
internal sealed class NamePatternReader(NameRules rules, ICollection<string> problems)
{
    private const int MostLetters = 300;

    private const int MostValues = 1000;

    private const int MostSeparatorLetters = 3;

    // Letters that stand in names as separators, and that neither the DAM nor Box nor a file system refuses.
    private const string SeparatorLetters = "_-+~=.,@# ";

    private readonly List<(string Token, bool IsOptional, string Separator, bool Leads)> _found = [];

    /// <summary>The tokens in their order; null when something is wrong.</summary>
    public IReadOnlyList<NameElement>? Read()
    {
        var before = problems.Count;
        foreach (var token in rules.Tokens.Keys.Concat(rules.Strip).Where(token => !NameTokens.All.Contains(token)).Distinct())
        {
            Unknown(token);
        }

        if (rules.Pattern.Length > MostLetters)
        {
            problems.Add($"The pattern of names has {rules.Pattern.Length} letters; {MostLetters} are the most.");
        }
        else if (ReadTokens())
        {
            CheckOrder();
        }

        var separators = _found.Select(each => each.Separator).Where(each => each.Length > 0).Distinct().ToList();
        var elements = _found.Select(each => new NameElement(Token(each.Token, separators), each.IsOptional, each.Separator, each.Leads)).ToList();
        return problems.Count == before ? elements : null;
    }

    private bool ReadTokens()
    {
        var text = rules.Pattern;
        var pending = "";
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '[' or '{')
            {
                var close = text.IndexOf(text[at] == '[' ? ']' : '}', at);
                if (close < 0)
                {
                    problems.Add($"The pattern of names opens \"{text[at]}\" at position {at + 1} and does not close it.");
                    return false;
                }

                if (!(text[at] == '{' ? Add(text[(at + 1)..close], pending, at) : AddOptional(text[(at + 1)..close], pending, at)))
                {
                    return false;
                }

                pending = "";
                at = close + 1;
            }
            else
            {
                pending += text[at++];
            }
        }

        if (pending.Length > 0)
        {
            problems.Add($"The pattern of names ends with \"{ShownText.Line(pending, 20)}\"; it must end with a token. The extension is no part of it.");
        }

        return pending.Length == 0;
    }

    private bool Add(string token, string separator, int at)
    {
        var isFirst = _found.All(each => each.IsOptional);
        if (isFirst ? separator.Length > 0 : !IsSeparator(separator))
        {
            problems.Add(isFirst
                ? $"The pattern of names has \"{ShownText.Line(separator, 20)}\" before its first token, at position {at + 1}; it must begin with a token."
                : $"Before {{{ShownText.Name(token)}}}, at position {at + 1} of the pattern of names, must stand 1 to {MostSeparatorLetters} of the letters {SeparatorLetters}(space).");
            return false;
        }

        _found.Add((token, false, separator, false));
        return true;
    }

    private bool AddOptional(string inner, string pending, int at)
    {
        var open = inner.IndexOf('{', StringComparison.Ordinal);
        var close = inner.IndexOf('}', StringComparison.Ordinal);
        var leads = _found.All(each => each.IsOptional);
        var isWhole = pending.Length == 0 && open >= 0 && close > open && inner.LastIndexOf('{') == open
            && (leads ? open == 0 && IsSeparator(inner[(close + 1)..]) : close == inner.Length - 1 && IsSeparator(inner[..open]));
        if (!isWhole)
        {
            problems.Add($"The bracket at position {at + 1} of the pattern of names must hold one token and its separator, as in "
                + (leads ? "[{brand}_] before the first token that must be there." : "[_{version}], with nothing between it and the token before."));
            return false;
        }

        _found.Add((inner[(open + 1)..close], true, leads ? inner[(close + 1)..] : inner[..open], leads));
        return true;
    }

    private void CheckOrder()
    {
        foreach (var token in _found.Select(each => each.Token).Where(token => !NameTokens.All.Contains(token)).Distinct())
        {
            Unknown(token);
        }

        foreach (var twice in _found.GroupBy(each => each.Token).Where(same => same.Count() > 1))
        {
            problems.Add($"The pattern of names has {{{ShownText.Name(twice.Key)}}} {twice.Count()} times; a token stands in it once.");
        }

        if (_found.Count == 0 || _found.FindIndex(each => each.Token == NameTokens.TrackingId) is var id && id != 0 && id != _found.Count - 1 || _found[id].IsOptional)
        {
            problems.Add("The pattern of names must have {tracking_id} as its first or its last token, without brackets: by it a file finds its master.");
        }

        if (!_found.Any(each => !each.IsOptional && !rules.Strip.Contains(each.Token)))
        {
            problems.Add("The pattern of names must have a token without brackets that is not stripped, or the DAM would get a file without a name.");
        }
    }

    private NameToken Token(string name, List<string> separators)
    {
        var isOwn = rules.Tokens.TryGetValue(name, out var own);
        var rule = isOwn ? own! : NameTokenRule.Default(name);
        IReadOnlyList<Regex> letters = [];
        Regex? expression = null;
        if (rule is { Values: not null, Expression: not null })
        {
            problems.Add($"{name} has both values and an expression; leave one of them out.");
        }
        else if (rule.Values is { } values)
        {
            CheckValues(name, values, separators);
        }
        else if (rule.Expression is { } text && (expression = ValueExpression.Read(text, out letters, out var problem)) is null)
        {
            problems.Add($"The expression of {name} {problem}.");
        }

        foreach (var separator in separators.Where(separator => letters.Count > 0 && separator.All(letter => ValueExpression.MayHold(letters, letter))))
        {
            problems.Add($"The expression of {name} admits \"{separator}\", which separates the parts of a name; take it out of the expression, or choose another separator.");
        }

        return new(name, rule, expression, isOwn);
    }

    private void CheckValues(string name, IReadOnlyList<string> values, List<string> separators)
    {
        if (values.Count is 0 or > MostValues)
        {
            problems.Add($"{name} has {values.Count} values; 1 to {MostValues} can be given.");
        }

        foreach (var value in values.Take(MostValues).Where(value => value.Length == 0 || value != NameLetters.Cleaned(value)))
        {
            problems.Add($"The value \"{ShownText.Name(value)}\" of {name} can't stand in a file's name: it is empty, or has spaces around it or letters that nobody sees.");
        }

        foreach (var (value, separator) in values.Take(MostValues).Select(value => (value, separators.Find(each => value.Contains(each, StringComparison.Ordinal)))))
        {
            if (separator is not null)
            {
                problems.Add($"The value \"{ShownText.Name(value)}\" of {name} holds \"{separator}\", which separates the parts of a name; write it without, or choose another separator.");
            }
        }
    }

    private void Unknown(string token)
        => problems.Add($"There is no token \"{ShownText.Name(token)}\"; "
            + (NearestText.Of(token, NameTokens.All, text => text.ToUpperInvariant()) is { } near ? $"did you mean {near}?" : $"there are {string.Join(", ", NameTokens.All)}."));

    private static bool IsSeparator(string text) => text.Length is > 0 and <= MostSeparatorLetters && text.All(letter => SeparatorLetters.Contains(letter, StringComparison.Ordinal));
}
