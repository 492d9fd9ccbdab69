using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Frame.Texts;

/// <summary>Reads an expression: names, texts and numbers, comparisons, <c>and</c>, <c>or</c>, <c>not</c>, brackets and filters.</summary>
internal sealed partial class ExpressionParser
{
    private const int MaxDepth = 30;

    // What is written in a row is walked through as deep as it is long.
    private const int MaxTokens = 500;

    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly List<string> _tokens = [];
    private readonly int _line;
    private int _at;
    private int _depth;

    public ExpressionParser(string text, int line)
    {
        _line = line;
        for (var at = 0; at < text.Length;)
        {
            var token = Token().Match(text, at);
            if (!token.Success)
            {
                throw Problem($"\"{text[at..].Split('\n')[0].Trim()}\" can't be read");
            }

            if (!string.IsNullOrWhiteSpace(token.Value))
            {
                _tokens.Add(token.Value);
            }

            at += token.Length;
        }

        if (_tokens.Count > MaxTokens)
        {
            throw Problem($"it has more than {MaxTokens} words and signs");
        }
    }

    private string? Next => _at < _tokens.Count ? _tokens[_at] : null;

    /// <summary>The expression, up to the end.</summary>
    public TemplateExpression Whole()
    {
        var expression = Or();
        return Next is null ? expression : throw Problem($"\"{Next}\" is not understood behind what stands before it");
    }

    private TemplateExpression Or() => Pairs(And, "or");

    private TemplateExpression And() => Pairs(Not, "and");

    private TemplateExpression Pairs(Func<TemplateExpression> part, string word)
    {
        var left = part();
        while (Take(word))
        {
            left = new PairExpression(_line, left, word, part());
        }

        return left;
    }

    private TemplateExpression Not() => Take("not") ? new NotExpression(_line, Deeper(Not)) : Comparison();

    private TemplateExpression Comparison()
    {
        var left = Filtered();
        if (Comparisons.FirstOrDefault(sign => sign == Next) is not { } sign)
        {
            return left;
        }

        _at++;
        return new PairExpression(_line, left, sign, Filtered());
    }

    private TemplateExpression Filtered()
    {
        var value = Value();
        while (Take("|"))
        {
            var name = Name("behind | stands a filter");
            if (!TemplateFilters.Known.Contains(name))
            {
                throw Problem($"the filter {name} is not known here; what can be used is {string.Join(", ", TemplateFilters.Known)}");
            }

            var arguments = new List<TemplateExpression>();
            if (Take("(") && !Take(")"))
            {
                do
                {
                    arguments.Add(Deeper(Or));
                }
                while (Take(","));
                Ensure(")");
            }

            value = new FilterExpression(_line, value, name, arguments);
        }

        return value;
    }

    private TemplateExpression Value()
    {
        if (Take("("))
        {
            var inside = Deeper(Or);
            Ensure(")");
            return inside;
        }

        var token = Next ?? throw Problem("there is nothing where a name should be");
        _at++;
        return token switch
        {
            ['\'' or '"', ..] => new LiteralExpression(_line, token[1..^1]),
            [>= '0' and <= '9', ..] => new LiteralExpression(_line, decimal.Parse(token, CultureInfo.InvariantCulture)),
            "true" or "True" => new LiteralExpression(_line, true),
            "false" or "False" => new LiteralExpression(_line, false),
            "none" or "None" => new LiteralExpression(_line, null),
            _ when IsName(token) => Path(token),
            _ => throw Problem($"\"{token}\" stands where a name should be"),
        };
    }

    private PathExpression Path(string first)
    {
        var names = new List<string> { first };
        while (Take("."))
        {
            names.Add(Name("behind a dot stands a name"));
        }

        return Next is "(" or "[" ? throw Problem($"{string.Join('.', names)}{Next} is not known here; names have dots between them") : new PathExpression(_line, names);
    }

    private string Name(string rule)
    {
        if (Next is not { } token || !IsName(token))
        {
            throw Problem(rule);
        }

        _at++;
        return token;
    }

    private TemplateExpression Deeper(Func<TemplateExpression> part)
    {
        if (++_depth > MaxDepth)
        {
            throw Problem($"more than {MaxDepth} brackets stand inside each other");
        }

        var expression = part();
        _depth--;
        return expression;
    }

    private bool Take(string token)
    {
        var isThere = Next == token;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Ensure(string token)
    {
        if (!Take(token))
        {
            throw Problem($"{token} is missing{(Next is null ? "" : $" before \"{Next}\"")}");
        }
    }

    private static bool IsName(string token) => (char.IsLetter(token[0]) || token[0] == '_') && token is not ("and" or "or" or "not" or "in" or "is" or "if" or "else");

    private TemplateException Problem(string sentence) => new(_line, sentence + ".");

    [GeneratedRegex("""\G(?:\s+|'[^']*'|"[^"]*"|\d{1,18}(?:\.\d{1,9})?|[A-Za-z_]\w*|==|!=|<=|>=|[<>|().,\[\]])""")]
    private static partial Regex Token();
}
