using System.Text.RegularExpressions;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Setup;

public sealed partial class InitCommandTests
{
    [Fact]
    public async Task The_first_configuration_is_usable_as_it_is()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("init");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Equal([".env.example", "recordings", "reelway.yaml"], Directory.GetFileSystemEntries(cli.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Empty(Load(cli).Problems);
    }

    [Fact]
    public async Task Its_examples_are_settings_that_can_be_used()
    {
        using var cli = new CliRun();
        await cli.RunAsync("init");
        var file = Path.Combine(cli.Folder, "reelway.yaml");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, Example().Replace(text, ""), TestContext.Current.CancellationToken);
        var example = await File.ReadAllLinesAsync(Path.Combine(cli.Folder, ".env.example"), TestContext.Current.CancellationToken);
        foreach (var name in example.Where(line => line.EndsWith('=')))
        {
            cli.Variables[name.TrimEnd('=')] = "a-value-of-sixteen-letters";
        }

        var settings = Load(cli);

        Assert.Empty(settings.Problems);
        Assert.Equal(["facebook", "smtp"], settings.Connections.Select(connection => connection.Name));
        Assert.Equal("a-value-of-sixteen-letters", Assert.IsType<Connectors.Smtp.SmtpOptions>(settings.Connections[1].Options).Password);
    }

    [Fact]
    public async Task What_is_there_is_never_written_over()
    {
        using var cli = new CliRun().With("reelway.yaml", "log: {level: debug}\n");

        var answer = await cli.RunAsync("init");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("reelway.yaml", answer.Error, StringComparison.Ordinal);
        Assert.Equal(["reelway.yaml"], Directory.GetFileSystemEntries(cli.Folder).Select(path => Path.GetFileName(path)));
        Assert.Equal("log: {level: debug}\n", await File.ReadAllTextAsync(Path.Combine(cli.Folder, "reelway.yaml"), TestContext.Current.CancellationToken));
    }

    private static Settings Load(CliRun cli) => new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(cli.Folder, cli.Variables));

    // "# Text" is for people; "#key:" and "#  key:" are settings.
    [GeneratedRegex("^#(?=(?:  )*\\S)", RegexOptions.Multiline)]
    private static partial Regex Example();
}
