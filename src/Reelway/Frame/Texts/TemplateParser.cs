using System.Text.RegularExpressions;

namespace Reelway.Frame.Texts;

/// <summary>Reads a text into its parts.</summary>
/// <remarks>A line that holds nothing but one tag or comment leaves no line, so that plain texts have no holes.</remarks>
internal sealed partial class TemplateParser(string text)
{
    // Deeper than any mail, and far from what the stack takes.
    private const int MaxDepth = 30;

    private int _at;
    private int _depth;

    public IReadOnlyList<TemplateNode> Parse()
    {
        var nodes = Body(out var tag);
        return tag is null ? nodes : throw new TemplateException(tag.Line, $"{{% {tag.Word} %}} has nothing to belong to.");
    }

    /// <param name="end">The tag that ends the body; null for the end of the text.</param>
    private List<TemplateNode> Body(out Tag? end)
    {
        var nodes = new List<TemplateNode>();
        end = null;
        while (_at < text.Length)
        {
            var open = NextOpening();
            if (open > _at)
            {
                nodes.Add(new PlainNode(LineOf(_at), text[_at..open]));
            }

            _at = open;
            if (open == text.Length)
            {
                break;
            }

            var line = LineOf(open);
            if (text[open + 1] == '{')
            {
                nodes.Add(new PlaceNode(line, new ExpressionParser(Inside("}}"), line).Whole()));
            }
            else if (TagAt(line) is { } tag)
            {
                if (tag.Word is "endfor" or "elif" or "else" or "endif")
                {
                    end = tag;
                    return nodes;
                }

                nodes.Add(Statement(tag));
            }
        }

        return nodes;
    }

    private TemplateNode Statement(Tag tag)
    {
        if (++_depth > MaxDepth)
        {
            throw new TemplateException(tag.Line, $"more than {MaxDepth} tags stand inside each other.");
        }

        TemplateNode node = tag.Word switch
        {
            "for" => Loop(tag),
            "if" => Choice(tag),
            _ => throw new TemplateException(
                tag.Line, $"{{% {tag.Word} %}} is not known here; what can be used is for, endfor, if, elif, else and endif."),
        };
        _depth--;
        return node;
    }

    private LoopNode Loop(Tag tag)
    {
        if (LoopHead().Match(tag.Rest) is not { Success: true } head)
        {
            throw new TemplateException(tag.Line, "a loop is written {% for NAME in LIST %}.");
        }

        var list = new ExpressionParser(head.Groups[2].Value, tag.Line).Whole();
        var body = Body(out var end);
        return end?.Word == "endfor"
            ? new LoopNode(tag.Line, head.Groups[1].Value, list, body)
            : throw new TemplateException(tag.Line, Unended("for", "endfor", end));
    }

    private ChoiceNode Choice(Tag tag)
    {
        var branches = new List<TemplateBranch>();
        for (var next = tag; ;)
        {
            var condition = next.Word == "else" ? null : new ExpressionParser(next.Rest, next.Line).Whole();
            branches.Add(new TemplateBranch(condition, Body(out var end)));
            if (end?.Word == "endif")
            {
                return new ChoiceNode(tag.Line, branches);
            }

            if (end?.Word is not ("elif" or "else") || condition is null)
            {
                throw new TemplateException(tag.Line, Unended("if", "endif", end));
            }

            next = end;
        }
    }

    private static string Unended(string word, string end, Tag? found)
        => $"{{% {word} %}} is never ended by {{% {end} %}}{(found is null ? "" : $"; in line {found.Line} stands {{% {found.Word} %}}")}.";

    /// <summary>The tag that begins here; null for a comment.</summary>
    private Tag? TagAt(int line)
    {
        var isComment = text[_at + 1] == '#';
        var start = _at;
        var inside = Inside(isComment ? "#}" : "%}").Trim();
        SkipLineOf(start);
        if (isComment)
        {
            return null;
        }

        if (inside.StartsWith('-') || inside.EndsWith('-'))
        {
            throw new TemplateException(line, "{%- and -%} are not known here; a line with nothing but a tag leaves no line anyway.");
        }

        var word = inside.Split([' ', '\t', '\r', '\n'], 2);
        return new Tag(line, word[0], word.Length > 1 ? word[1].Trim() : "");
    }

    // What stands before it on its line was taken already; so only a tag at the line's very beginning takes the line's end with it,
    // and blanks before it stay, which nobody sees.
    private void SkipLineOf(int start)
    {
        var begin = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        if (!string.IsNullOrWhiteSpace(text[begin..start]))
        {
            return;
        }

        var end = text.IndexOf('\n', _at);
        if (end >= 0 && string.IsNullOrWhiteSpace(text[_at..end]))
        {
            _at = end + 1;
        }
    }

    private int NextOpening()
    {
        for (var at = _at; ; at++)
        {
            at = text.IndexOf('{', at);
            if (at < 0)
            {
                return text.Length;
            }

            if (at + 1 < text.Length && text[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }
    }

    /// <summary>What stands between the brackets that begin here; goes on behind them. Quoted text may hold the closing ones.</summary>
    private string Inside(string close)
    {
        var quote = '\0';
        for (var at = _at + 2; at < text.Length; at++)
        {
            var character = text[at];
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
            }
            else if (string.CompareOrdinal(text, at, close, 0, 2) == 0)
            {
                var inside = text[(_at + 2)..at];
                _at = at + 2;
                return inside;
            }
            else if (character is '\'' or '"' && close != "#}")
            {
                quote = character;
            }
        }

        throw new TemplateException(LineOf(_at), $"a {text.Substring(_at, 2)} is never closed by {close}.");
    }

    private int LineOf(int at) => text.AsSpan(0, at).Count('\n') + 1;

    [GeneratedRegex(@"\A([A-Za-z_]\w*)\s+in\s+(.+)\z", RegexOptions.Singleline)]
    private static partial Regex LoopHead();

    private sealed record Tag(int Line, string Word, string Rest);
}
