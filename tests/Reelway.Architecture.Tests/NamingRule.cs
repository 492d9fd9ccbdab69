using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>Folders, namespaces and types are named after what users talk about, never after what code is made of.</summary>
internal static partial class NamingRule
{
    private static readonly string[] EmptyWords =
    [
        "Common", "Helper", "Helpers", "Impl", "Interfaces", "Manager", "Managers", "Misc", "Models", "Services", "Util", "Utilities", "Utility", "Utils",
    ];

    private static readonly string[] EmptyEndings = ["Helper", "Helpers", "Impl", "Manager", "Managers", "Util", "Utils", "Utility", "Utilities"];

    public static IEnumerable<string> Breaches(TypeDefinition type)
    {
        // Types that source generators and the compiler add live in namespaces of their own.
        if (!type.Namespace.StartsWith("Reelway", StringComparison.Ordinal))
        {
            yield break;
        }

        if (type.Namespace.Split('.').FirstOrDefault(EmptyWords.Contains) is { } word)
        {
            yield return $"The namespace {type.Namespace} says nothing with \"{word}\".";
        }

        if (EmptyEndings.FirstOrDefault(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)) is { } end)
        {
            yield return $"The type {type.FullName} says nothing with \"{end}\".";
        }
    }

    public static IEnumerable<string> Breaches(SourceFile file)
    {
        var folders = file.Path.Split('/')[..^1];
        if (folders.FirstOrDefault(folder => EmptyWords.Contains(folder, StringComparer.OrdinalIgnoreCase)) is { } word)
        {
            yield return $"{file.Path} lies in a folder that says nothing: \"{word}\".";
        }

        if (ExpectedNamespace(folders) is { } expected && Namespace().Match(file.Text) is { Success: true } written
            && !(written.Groups[1].Value + ".").StartsWith(expected + ".", StringComparison.Ordinal))
        {
            yield return $"{file.Path} is in the namespace {written.Groups[1].Value}; its folder says {expected}.";
        }
    }

    /// <summary>The project's name; in the product itself the capability's folder too, on which the rule for capabilities relies.</summary>
    private static string? ExpectedNamespace(string[] folders) => folders switch
    {
        ["src", "web", ..] => null,
        ["src", "Reelway", var part, ..] => $"Reelway.{part}",
        ["src" or "tests", var project, ..] when project != "Reelway.Architecture.Tests" => project,
        _ => null,
    };

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
