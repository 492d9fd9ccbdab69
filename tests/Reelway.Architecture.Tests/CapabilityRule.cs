using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>A capability never imports another one: they meet in events. What all of them share knows none of them.</summary>
internal static class CapabilityRule
{
    private static readonly string[] Capabilities = ["Talks", "Assets", "Scaling", "Posts", "Analytics", "Billing"];

    private static readonly string[] SharedByAll = ["Notifications", "Runs", "Connections"];

    /// <param name="assembly">Whose types are judged.</param>
    /// <param name="root">The namespace whose parts the capabilities are: <c>Reelway</c>.</param>
    public static IEnumerable<string> Breaches(AssemblyDefinition assembly, string root)
        => from type in assembly.Modules.SelectMany(module => module.GetTypes())
           let home = Part(type, root)
           where Capabilities.Contains(home) || SharedByAll.Contains(home)
           from use in TypeUses.Of(type)
           let other = Part(use, root)
           where Capabilities.Contains(other) && other != home
           select $"{TypeUses.Outermost(type).FullName} uses {use.FullName}: {home} may not know {other}.";

    private static string? Part(TypeReference type, string root)
    {
        var space = TypeUses.Outermost(type).Namespace;
        return space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
    }
}
