using Mono.Cecil;

namespace Reelway.Architecture.Tests;

public sealed class NamingRuleTests
{
    [Fact]
    public void Types_and_namespaces_say_something()
        => Rule.Holds(Repository.Assemblies.SelectMany(assembly => assembly.Modules).SelectMany(module => module.Types).SelectMany(NamingRule.Breaches));

    [Fact]
    public void Folders_say_something_and_namespaces_follow_them()
        => Rule.Holds(Repository.Files.Where(IsCode).SelectMany(NamingRule.Breaches));

    [Theory]
    [InlineData("Reelway.Talks.Helpers", "Cut")]
    [InlineData("Reelway.Common", "Cut")]
    [InlineData("Reelway.Talks", "CutManager")]
    [InlineData("Reelway.Talks", "StringUtils")]
    public void An_empty_name_is_caught(string space, string name)
        => Assert.Single(NamingRule.Breaches(new TypeDefinition(space, name, TypeAttributes.Class)));

    [Theory]
    [InlineData("Reelway.Talks", "Cutter")]
    [InlineData("Reelway.Connectors.Facebook", "FacebookConnector")]
    [InlineData("Microsoft.Generated.Utilities", "Utilities")]
    public void A_telling_name_passes(string space, string name)
        => Assert.Empty(NamingRule.Breaches(new TypeDefinition(space, name, TypeAttributes.Class)));

    [Theory]
    [InlineData("src/Reelway/Talks/Helpers/Cut.cs", "namespace Reelway.Talks.Helpers;")]
    [InlineData("src/Reelway.Media/utils/Cut.cs", "namespace Reelway.Media;")]
    [InlineData("src/Reelway/Posts/Post.cs", "namespace Reelway.Talks;")]
    [InlineData("src/Reelway/Posts/Post.cs", "using System;\n\nnamespace Reelway;")]
    [InlineData("src/Reelway.Media/Cut.cs", "namespace Reelway.MediaTools;")]
    public void A_folder_or_namespace_out_of_place_is_caught(string path, string text)
        => Assert.Single(NamingRule.Breaches(new SourceFile(path, text)));

    [Theory]
    [InlineData("src/Reelway/Posts/Calendar/Post.cs", "namespace Reelway.Posts.Calendar;")]
    [InlineData("src/Reelway/Posts/Calendar/Post.cs", "namespace Reelway.Posts;")]
    [InlineData("src/Reelway.Engine/Runs/RunId.cs", "namespace Reelway.Engine;")]
    [InlineData("src/Reelway/Hosting/Program.cs", "return 0;")]
    public void A_folder_and_namespace_in_place_pass(string path, string text)
        => Assert.Empty(NamingRule.Breaches(new SourceFile(path, text)));

    private static bool IsCode(SourceFile file)
        => file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("tests/", StringComparison.Ordinal);
}
