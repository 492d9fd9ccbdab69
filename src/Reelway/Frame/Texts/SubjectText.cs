using System.Text.RegularExpressions;

namespace Reelway.Frame.Texts;

/// <summary>Subjects, whose places are written as Python's <c>str.format</c> writes them: <c>{title}</c>; a brace of its own is doubled.</summary>
/// <remarks>A place that is written as in the texts, <c>{{ title }}</c>, is filled too: nobody wants to read it.</remarks>
internal static partial class SubjectText
{
    /// <exception cref="TemplateException">A place is wrong or nothing fills it.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, object?> values) => Part().Replace(text, part =>
    {
        var line = text.AsSpan(0, part.Index).Count('\n') + 1;
        return part.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            "{" or "}" => throw new TemplateException(line, $"a {part.Value} stands alone; places are written {{title}}, and a brace of its own is doubled."),
            _ => Value((part.Groups[1].Success ? part.Groups[1] : part.Groups[2]).Value.Trim(), values, line),
        };
    });

    private static string Value(string place, IReadOnlyDictionary<string, object?> values, int line)
    {
        if (!Path().IsMatch(place))
        {
            throw new TemplateException(line, $"{{{place}}} is not understood; a place is a name, or names with dots between them, and no more.");
        }

        object? value = values;
        foreach (var name in place.Split('.'))
        {
            value = value is IReadOnlyDictionary<string, object?> map && map.TryGetValue(name, out var found)
                ? found
                : throw new TemplateException(line, $"nothing fills {{{place}}}. Places that can be used are {Places(values)}.");
        }

        return TemplateWriter.TextOf(value) ?? throw new TemplateException(line, $"{{{place}}} is a list or a group, which a subject can't hold.");
    }

    private static string Places(IReadOnlyDictionary<string, object?> values)
        => string.Join(", ", values.Where(each => TemplateWriter.TextOf(each.Value) is not null).Select(each => each.Key).Order(StringComparer.Ordinal).Select(each => $"{{{each}}}"));

    [GeneratedRegex(@"\{\{(\s*[A-Za-z_][\w.]*\s*)\}\}|\{\{|\}\}|\{([^{}]*)\}|[{}]")]
    private static partial Regex Part();

    [GeneratedRegex(@"\A\s*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\s*\z")]
    private static partial Regex Path();
}
