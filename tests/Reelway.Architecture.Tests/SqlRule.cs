using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Reelway.Architecture.Tests;

/// <summary>SQL stands in stores (types named so, or in a namespace of stores), in migrations and in Reelway.Storage, and nowhere else.</summary>
internal static partial class SqlRule
{
    public static IEnumerable<string> Breaches(AssemblyDefinition assembly)
        => from type in assembly.Modules.SelectMany(module => module.GetTypes())
           let home = TypeUses.Outermost(type)
           where !MayHoldSql(home)
           from text in Literals(type)
           where StartOfSql().IsMatch(text)
           select $"{home.FullName} holds SQL ({Shorten(text)}); move it into a store.";

    private static bool MayHoldSql(TypeReference type)
        => type.Name.Contains("Store", StringComparison.Ordinal)
            || type.Name.Contains("Migration", StringComparison.Ordinal)
            || type.Namespace.EndsWith(".Stores", StringComparison.Ordinal)
            || type.Namespace == "Reelway.Storage"
            || type.Namespace.StartsWith("Reelway.Storage.", StringComparison.Ordinal);

    private static IEnumerable<string> Literals(TypeDefinition type)
        => type.Methods.Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions)
            .Where(instruction => instruction.OpCode == OpCodes.Ldstr)
            .Select(instruction => (string)instruction.Operand)
            .Concat(type.Fields.Select(field => field.Constant).OfType<string>());

    private static string Shorten(string text)
    {
        var line = Whitespace().Replace(text, " ").Trim();
        return line.Length <= 40 ? line : line[..40] + "…";
    }

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|WITH)\s+\S")]
    private static partial Regex StartOfSql();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
