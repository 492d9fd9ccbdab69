namespace Reelway.Architecture.Tests;

public sealed class NamedFileRuleTests
{
    [Fact]
    public void Files_that_others_name_are_opened_in_one_way() => Rule.Holds(Repository.Files.SelectMany(NamedFileRule.Breaches));

    [Theory]
    [InlineData("src/Reelway/Talks/Sheets/CsvSheet.cs", "var all = await File.ReadAllBytesAsync(path);")]
    [InlineData("src/Reelway/Talks/TalkTemplates.cs", "foreach (var line in File.ReadLines(path))")]
    [InlineData("src/Reelway.Media/Captions/CaptionFile.cs", "using var file = new FileInfo(path).OpenRead();")]
    [InlineData("src/Reelway/Hosting/Doctor/SecretChecks.cs", "using var file = new FileStream(path, FileMode.Open, FileAccess.Read);")]
    [InlineData("src/Reelway/Frame/Cli/CliJson.cs", "using var reader = new StreamReader(path);")]
    public void A_bare_opening_is_caught(string path, string line)
        => Assert.StartsWith($"{path}:2 opens a file by ", Assert.Single(NamedFileRule.Breaches(new SourceFile(path, "first\n" + line))), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Reelway/Talks/Sheets/CsvSheet.cs", "var all = await NamedFile.ReadAsync(path, MostBytes, cancellation);")]
    [InlineData("src/Reelway/Talks/Sheets/CsvSheet.cs", "var draft = new FileStream(path, FileMode.CreateNew, FileAccess.Write);")]
    [InlineData("src/Reelway/Talks/TalkTemplates.cs", "using var reader = new StreamReader(stream);")]
    [InlineData("src/Reelway.Media/Sound/SoundSplice.cs", "var head = await File.ReadAllBytesAsync(one.Head);")]
    [InlineData("tests/Reelway.Media.Tests/A.cs", "File.ReadAllText(path)")]
    public void Anything_else_passes(string path, string line) => Assert.Empty(NamedFileRule.Breaches(new SourceFile(path, line)));
}
