using System.CommandLine;
using System.CommandLine.Parsing;

namespace Reelway.Hosting.Cli;

/// <summary>What is wrong with a command line, in our own words: the parser's name types of code.</summary>
internal static class ParseWords
{
    public static string Of(ParseError error) => error.SymbolResult switch
    {
        // The parser's own sentence about a value has the name of the type at its end; our own never have.
        OptionResult { Option: var option } result when NamesType(error, option.ValueType) => Sentence(option.Name, option.ValueType, result.Tokens),
        ArgumentResult { Argument: var argument } result when NamesType(error, argument.ValueType) => Sentence(Shown(argument, result), argument.ValueType, result.Tokens),
        _ => error.Message,
    };

    private static bool NamesType(ParseError error, Type type)
        => error.Message.Contains("System.", StringComparison.Ordinal) || (type.FullName is { } name && error.Message.Contains(name, StringComparison.Ordinal))
            || error.Message.Contains($"'{Nullable.GetUnderlyingType(type)?.FullName ?? type.FullName}'", StringComparison.Ordinal);

    // An option's value is an argument to the parser, one without a name of its own.
    private static string Shown(Argument argument, ArgumentResult result)
        => result.Parent is OptionResult { Option: var option } ? option.Name : $"<{argument.Name}>";

    private static string Sentence(string name, Type type, IReadOnlyList<Token> tokens)
        => $"{name} must be {Wanted(Nullable.GetUnderlyingType(type) ?? type)}{(tokens.Count == 0 ? "" : $", not \"{string.Join(' ', tokens.Select(token => token.Value))}\"")}.";

    private static string Wanted(Type type)
        => type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()))}"
            : Type.GetTypeCode(type) switch
            {
                TypeCode.Byte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64 => "a whole number",
                TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
                TypeCode.Boolean => "true or false",
                TypeCode.DateTime => "a date and time",
                _ => "a value of another form",
            };
}
