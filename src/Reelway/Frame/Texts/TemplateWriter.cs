using System.Globalization;
using System.Net;
using System.Text;

namespace Reelway.Frame.Texts;

/// <summary>Writes a text with its places filled.</summary>
/// <param name="values">Texts, numbers, booleans, lists (<see cref="IReadOnlyList{T}"/> of objects) and groups (dictionaries by name).</param>
/// <param name="escapes">True for HTML.</param>
internal sealed class TemplateWriter(IReadOnlyDictionary<string, object?> values, bool escapes)
{
    // Far more than any mail, and soon over: loops inside loops could otherwise run for ever.
    private const int MostNodes = 200_000;
    private const int MostCharacters = 2_000_000;

    private readonly StringBuilder _text = new();
    private readonly Stack<(string Name, object? Value)> _locals = new();
    private int _nodes;

    public string Write(IReadOnlyList<TemplateNode> nodes)
    {
        WriteAll(nodes);
        return _text.ToString();
    }

    /// <summary>A value as text; null for a list or a group.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        EscapedValue escaped => escaped.Html,
        bool flag => flag ? "True" : "False",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What counts as true: anything but nothing, nought and what is empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or UnknownValue => false,
        bool flag => flag,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        IReadOnlyDictionary<string, object?> map => map.Count > 0,
        IConvertible number => number.ToDecimal(CultureInfo.InvariantCulture) != 0,
        _ => true,
    };

    private void WriteAll(IReadOnlyList<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (++_nodes > MostNodes || _text.Length > MostCharacters)
            {
                throw new TemplateException(node.Line, $"the text becomes longer than {MostCharacters:N0} characters, or its loops run too often.");
            }

            switch (node)
            {
                case PlainNode plain:
                    _text.Append(plain.Text);
                    break;
                case PlaceNode place:
                    Place(place);
                    break;
                case LoopNode loop:
                    Loop(loop);
                    break;
                case ChoiceNode choice:
                    WriteAll(choice.Branches.FirstOrDefault(branch => branch.Condition is null || IsTrue(Value(branch.Condition)))?.Body ?? []);
                    break;
            }
        }
    }

    private void Place(PlaceNode place)
    {
        var value = Value(place.Value);
        var text = value is UnknownValue unknown
            ? throw new TemplateException(place.Line, Refusal(unknown))
            : TextOf(value) ?? throw new TemplateException(place.Line, "a list or a group can't be written; use a loop, join or one of its names.");
        _text.Append(escapes && value is not EscapedValue ? WebUtility.HtmlEncode(text) : text);
    }

    private void Loop(LoopNode loop)
    {
        var list = Value(loop.List) switch
        {
            IReadOnlyList<object?> elements => elements,
            UnknownValue unknown => throw new TemplateException(loop.Line, Refusal(unknown)),
            _ => throw new TemplateException(loop.Line, "what stands behind in is not a list."),
        };
        for (var index = 0; index < list.Count; index++)
        {
            _locals.Push((loop.Name, list[index]));
            _locals.Push(("loop", new Dictionary<string, object?>
            {
                ["index"] = index + 1,
                ["index0"] = index,
                ["first"] = index == 0,
                ["last"] = index == list.Count - 1,
                ["length"] = list.Count,
            }));
            WriteAll(loop.Body);
            _locals.Pop();
            _locals.Pop();
        }
    }

    private object? Value(TemplateExpression expression) => expression switch
    {
        LiteralExpression literal => literal.Value,
        PathExpression path => Find(path),
        FilterExpression filter => TemplateFilters.Apply(filter, Value(filter.Value), [.. filter.Arguments.Select(Value)]),
        NotExpression not => !IsTrue(Value(not.Value)),
        PairExpression { Operator: "and" } pair => Value(pair.Left) is var left && IsTrue(left) ? Value(pair.Right) : left,
        PairExpression { Operator: "or" } pair => Value(pair.Left) is var left && IsTrue(left) ? left : Value(pair.Right),
        PairExpression pair => Compare(pair),
        _ => throw new InvalidOperationException($"Nothing evaluates {expression}."),
    };

    private object? Find(PathExpression path)
    {
        var local = _locals.FirstOrDefault(each => each.Name == path.Names[0]);
        var value = local.Name is not null ? local.Value : values.TryGetValue(path.Names[0], out var found) ? found : new UnknownValue(path.ToString());
        foreach (var name in path.Names.Skip(1))
        {
            value = value is IReadOnlyDictionary<string, object?> map && map.TryGetValue(name, out var inside) ? inside : new UnknownValue(path.ToString());
        }

        return value;
    }

    private bool Compare(PairExpression pair)
    {
        var (left, right) = (Comparable(pair, Value(pair.Left)), Comparable(pair, Value(pair.Right)));
        if (pair.Operator is "==" or "!=")
        {
            return Equals(left, right) == (pair.Operator == "==");
        }

        var order = (left, right) switch
        {
            (decimal one, decimal other) => one.CompareTo(other),
            (string one, string other) => string.CompareOrdinal(one, other),
            _ => throw new TemplateException(pair.Line, $"{pair.Operator} compares two numbers or two texts."),
        };
        return pair.Operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    private static object? Comparable(PairExpression pair, object? value) => value switch
    {
        null or UnknownValue => null,
        string or bool => value,
        IConvertible number => number.ToDecimal(CultureInfo.InvariantCulture),
        _ => throw new TemplateException(pair.Line, "a list or a group can't be compared."),
    };

    private string Refusal(UnknownValue unknown)
    {
        var places = values.Keys.Concat(_locals.Select(each => each.Name)).Distinct().Order(StringComparer.Ordinal);
        return $"nothing fills {{{{{unknown.Name}}}}}. Places that can be used are {string.Join(", ", places.Select(each => $"{{{{{each}}}}}"))}.";
    }
}
