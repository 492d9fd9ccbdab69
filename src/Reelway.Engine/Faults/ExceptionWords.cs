using System.Text.RegularExpressions;

namespace Reelway.Engine;

/// <summary>What an exception that nobody expected says to people: its message, without the names of code that stand in it.</summary>
public static partial class ExceptionWords
{
    /// <summary>One line, without a full stop.</summary>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var first = exception.Message.Split('\n', 2)[0];
        var words = Blanks().Replace(Names().Replace(Parameter().Replace(first, ""), "something"), " ").Trim().TrimEnd('.');
        return words.Length == 0 || IsOfCode(exception) ? $"this is a mistake of the program ({words})" : words;
    }

    // What these say is about a call within the program, whatever its words are.
    private static bool IsOfCode(Exception exception)
        => exception is ArgumentException or NullReferenceException or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or NotImplementedException;

    [GeneratedRegex(@"\s*\(Parameter '[^']*'\)|\s*Actual value was .*$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"'?\b(System|Microsoft|Reelway|Npgsql|YamlDotNet)(\.[A-Za-z_][A-Za-z0-9_`+]*)+(\[[^\]]*\])?'?")]
    private static partial Regex Names();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
