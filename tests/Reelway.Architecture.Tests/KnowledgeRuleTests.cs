using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class KnowledgeRuleTests
{
    [Fact]
    public void The_house_was_built()
        => Assert.Superset(
            new HashSet<string> { "reelway", "Reelway.Connectors", "Reelway.Engine", "Reelway.Engine.RabbitMq", "Reelway.Media", "Reelway.Sandbox", "Reelway.Storage" },
            Repository.Assemblies.Select(assembly => assembly.Name.Name).ToHashSet());

    [Fact]
    public void Every_assembly_knows_only_whom_it_may()
        => Rule.Holds(Repository.Assemblies.SelectMany(KnowledgeRule.Breaches));

    [Fact]
    public void Every_project_references_only_whom_it_may()
        => Rule.Holds(Repository.Files
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Extension == ".csproj")
            .SelectMany(KnowledgeRule.Breaches));

    [Theory]
    [InlineData("Reelway.Sandbox", "Reelway.Connectors")]
    [InlineData("Reelway.Engine", "Reelway.Media")]
    [InlineData("Reelway.Connectors", "reelway")]
    [InlineData("Reelway.Engine", "System.Net.Http")]
    [InlineData("Reelway.Storage", "Microsoft.AspNetCore.Http")]
    [InlineData("Reelway.SomethingNew", "Reelway.Storage")]
    public void A_forbidden_reference_is_caught(string assembly, string known)
        => Assert.Contains(known, Assert.Single(KnowledgeRule.Breaches(Referencing(assembly, known))), StringComparison.Ordinal);

    [Theory]
    [InlineData("reelway", "Reelway.Sandbox")]
    [InlineData("Reelway.Engine", "Reelway.Storage")]
    [InlineData("Reelway.Connectors", "System.Net.Http")]
    public void An_allowed_reference_passes(string assembly, string known)
        => Assert.Empty(KnowledgeRule.Breaches(Referencing(assembly, known)));

    [Fact]
    public void A_forbidden_project_reference_is_caught()
    {
        var project = new SourceFile(
            "src/Reelway.Media/Reelway.Media.csproj",
            """<Project><ItemGroup><ProjectReference Include="../Reelway/Reelway.csproj" /></ItemGroup></Project>""");

        Assert.Equal(
            "src/Reelway.Media/Reelway.Media.csproj references reelway; Reelway.Media may know Reelway.Configuration.",
            Assert.Single(KnowledgeRule.Breaches(project)));
    }

    private static AssemblyDefinition Referencing(string name, string known)
    {
        var version = new Version(1, 0);
        var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition(name, version), name, ModuleKind.Dll);
        assembly.MainModule.AssemblyReferences.Add(new AssemblyNameReference(known, version));
        return assembly;
    }
}
