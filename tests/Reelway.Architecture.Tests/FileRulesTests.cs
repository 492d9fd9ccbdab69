namespace Reelway.Architecture.Tests;

public sealed class FileRulesTests
{
    [Fact]
    public void The_files_were_found()
        => Assert.Superset(
            new HashSet<string> { "reelway", "test", "README.md", "src/Reelway/Reelway.csproj", "eng/build.sh" },
            Repository.Files.Select(file => file.Path).ToHashSet());

    [Fact]
    public void No_file_holds_two_ideas()
        => Rule.Holds(Repository.Files.Where(IsOwnWork).SelectMany(FileRules.TooLong));

    [Fact]
    public void No_file_leans_on_one_machine()
        => Rule.Holds(Repository.Files.SelectMany(FileRules.BoundToAMachine));

    [Fact]
    public void No_command_that_people_copy_holds_a_text_as_it_came()
        => Rule.Holds(Repository.Files.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)).SelectMany(FileRules.UnquotedCommand));

    [Fact]
    public void No_connector_names_a_command()
        => Rule.Holds(Repository.Files.Where(file => file.Path.StartsWith("src/Reelway.Connectors/", StringComparison.Ordinal)).SelectMany(FileRules.CommandOfTheHost));

    [Theory]
    [InlineData("\"log in: reelway connections login main\"", 1)]
    [InlineData("see <c>reelway doctor</c>", 1)]
    [InlineData("Reelway.Connectors knows nobody", 0)]
    [InlineData("https://example.org/reelway and so on", 0)]
    public void A_command_in_a_connector_is_caught(string line, int breaches)
        => Assert.Equal(breaches, FileRules.CommandOfTheHost(new SourceFile("src/Reelway.Connectors/A.cs", line)).Count());

    [Theory]
    [InlineData("$\"See: reelway run show {id}\"", 1)]
    [InlineData("<code>reelway run decide @_id @step.Name sent</code>", 1)]
    [InlineData("$\"make one: (openssl rand -base64 32 > {path})\"", 1)]
    [InlineData("$\"Run: chmod {mode} {path}\"", 1)]
    [InlineData("$\"Run: {ShellCommand.Of(\"chmod 600\", path)}\"", 0)]
    [InlineData("<code>@ShellCommand.Reelway(\"run show\", _id)</code>", 0)]
    [InlineData("\"reelway doctor says more\"", 0)]
    public void A_text_in_a_command_is_caught(string line, int breaches)
        => Assert.Equal(breaches, FileRules.UnquotedCommand(new SourceFile("src/a.cs", line)).Count());

    [Theory]
    [InlineData("src/Reelway/Talks/Talk.cs", 400, 0)]
    [InlineData("src/Reelway/Talks/Talk.cs", 401, 1)]
    [InlineData("test", 401, 1)]
    [InlineData("docs/images/flow.svg", 4000, 0)]
    public void Past_400_lines_a_file_is_caught(string path, int lines, int breaches)
        => Assert.Equal(breaches, FileRules.TooLong(new SourceFile(path, string.Concat(Enumerable.Repeat("x\n", lines)))).Count());

    [Theory]
    [InlineData("see /wor" + "k/main/README.md")]
    [InlineData("(/hom" + "e/eva/reelway)")]
    [InlineData("`../share" + "d/notes.md`")]
    [InlineData("https://api.nuge" + "t.org/v3/index.json")]
    [InlineData("\"resolved\": \"https://registry.npmj" + "s.org/a.tgz\"")]
    public void A_trace_of_one_machine_is_caught(string line)
        => Assert.StartsWith("docs/a.md:2 mentions", Assert.Single(FileRules.BoundToAMachine(new SourceFile("docs/a.md", "first\n" + line))), StringComparison.Ordinal);

    [Theory]
    [InlineData("/var/lib/reelway/work/scratch")]
    [InlineData("$HOME/work/talks and ~/home/x/")]
    [InlineData("/usr/share/dotnet")]
    [InlineData("https://example.org/work/1")]
    public void Paths_that_any_machine_may_have_pass(string line)
        => Assert.Empty(FileRules.BoundToAMachine(new SourceFile("docs/a.md", line)));

    // What the web bundler wrote is not written by hand.
    private static bool IsOwnWork(SourceFile file) => !file.Path.Contains("/wwwroot/", StringComparison.Ordinal);
}
