using System.Xml.Linq;
using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>Which project may know which. What is not listed is forbidden.</summary>
internal static class KnowledgeRule
{
    private static readonly string[] Nobody = [];

    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["reelway"] =
        [
            "Reelway.Configuration", "Reelway.Connectors", "Reelway.Engine", "Reelway.Engine.Analyzers", "Reelway.Engine.RabbitMq", "Reelway.Media", "Reelway.Sandbox", "Reelway.Storage",
        ],
        ["Reelway.Engine.RabbitMq"] = ["Reelway.Engine"],
        ["Reelway.Engine"] = ["Reelway.Configuration", "Reelway.Storage"],
        ["Reelway.Storage"] = Nobody,
        ["Reelway.Configuration"] = Nobody,
        ["Reelway.Media"] = ["Reelway.Configuration"],
        ["Reelway.Connectors"] = ["Reelway.Configuration"],

        // The stand-ins are written from what the remote systems document; shared code would share its mistakes.
        ["Reelway.Sandbox"] = Nobody,
    };

    // Durable runs and their storage stay free of the web: nothing in them may depend on who calls or is called.
    private static readonly string[] WithoutHttp = ["Reelway.Engine", "Reelway.Engine.RabbitMq", "Reelway.Storage"];

    public static IEnumerable<string> Breaches(AssemblyDefinition assembly)
    {
        var name = assembly.Name.Name;
        foreach (var reference in assembly.Modules.SelectMany(module => module.AssemblyReferences).Select(known => known.Name))
        {
            if (Repository.IsOurs(reference) && Forbids(name, reference))
            {
                yield return $"{name} knows {reference}; it may know {Allowed(name)}.";
            }

            if (WithoutHttp.Contains(name) && IsHttp(reference))
            {
                yield return $"{name} knows {reference}; it may know no HTTP.";
            }
        }
    }

    /// <summary>The same for a project file: the compiler drops references that are not used yet.</summary>
    public static IEnumerable<string> Breaches(SourceFile project)
    {
        var name = AssemblyOf(project.Path);
        return XDocument.Parse(project.Text).Descendants("ProjectReference")
            .Select(reference => AssemblyOf(reference.Attribute("Include")!.Value))
            .Where(known => Forbids(name, known))
            .Select(known => $"{project.Path} references {known}; {name} may know {Allowed(name)}.");
    }

    private static string AssemblyOf(string projectPath)
    {
        var name = Path.GetFileNameWithoutExtension(projectPath);
        return name == "Reelway" ? "reelway" : name;
    }

    private static bool Forbids(string name, string known) => !MayKnow.GetValueOrDefault(name, Nobody).Contains(known);

    private static string Allowed(string name)
        => MayKnow.GetValueOrDefault(name, Nobody) is { Length: > 0 } known ? string.Join(", ", known) : "nobody";

    private static bool IsHttp(string reference)
        => reference.StartsWith("System.Net.Http", StringComparison.Ordinal)
            || reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
}
