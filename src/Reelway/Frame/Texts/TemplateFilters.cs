using System.Net;

namespace Reelway.Frame.Texts;

/// <summary>The filters that a value can go through.</summary>
internal static class TemplateFilters
{
    public static IReadOnlyList<string> Known { get; } = ["default", "length", "join", "upper", "lower", "e"];

    /// <exception cref="TemplateException">The filter can do nothing with the value.</exception>
    public static object? Apply(FilterExpression filter, object? value, IReadOnlyList<object?> arguments)
    {
        var most = filter.Name switch { "default" => 2, "join" => 1, _ => 0 };
        if (arguments.Count > most)
        {
            throw Problem(filter, $"takes {(most == 0 ? "nothing" : $"{most} at most")} in brackets");
        }

        return filter.Name switch
        {
            "default" => IsAbsent(value, arguments) ? arguments is [var other, ..] ? other : "" : value,
            _ when value is UnknownValue => value,
            "length" => value switch
            {
                string text => (decimal)text.Length,
                IReadOnlyList<object?> list => list.Count,
                IReadOnlyDictionary<string, object?> map => map.Count,
                null => 0m,
                _ => throw Problem(filter, "counts the elements of a list and the characters of a text"),
            },
            "join" => value is IReadOnlyList<object?> list
                ? string.Join(arguments is [string between] ? between : "", list.Select(each => Text(filter, each)))
                : throw Problem(filter, "joins the elements of a list"),
            "upper" => Text(filter, value).ToUpperInvariant(),
            "lower" => Text(filter, value).ToLowerInvariant(),
            _ => new EscapedValue(WebUtility.HtmlEncode(Text(filter, value))),
        };
    }

    // With a second argument, what is empty is replaced too, as in Jinja.
    private static bool IsAbsent(object? value, IReadOnlyList<object?> arguments)
        => value is UnknownValue || (arguments.Count == 2 && TemplateWriter.IsTrue(arguments[1]) && !TemplateWriter.IsTrue(value));

    private static string Text(FilterExpression filter, object? value) => value switch
    {
        EscapedValue => throw Problem(new FilterExpression(filter.Line, filter.Value, "e", []), "must be the last filter"),
        _ => TemplateWriter.TextOf(value) ?? throw Problem(filter, "takes a text or a number, and not a list or a group"),
    };

    private static TemplateException Problem(FilterExpression filter, string what) => new(filter.Line, $"the filter {filter.Name} {what}.");
}

/// <summary>Stands for a name that nothing fills.</summary>
internal sealed record UnknownValue(string Name);

/// <summary>HTML, which is not escaped again.</summary>
internal sealed record EscapedValue(string Html);
