using System.Globalization;
using System.Text;
using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting;
using Reelway.Sandbox;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Setup;

/// <summary>Each folder below <c>talkbots</c> holds an old bot's settings and, in <c>imported.txt</c>, all that comes of them.</summary>
public sealed class TalkbotImportTests
{
    private static readonly string Corpus = CommittedFile.PathOf("tests", "Reelway.Tests", "Hosting", "Setup", "talkbots");

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Corpus).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_field_is_taken_over_or_refused_with_its_reason(string folder)
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("init", "--from-talkbot", Path.Combine(Corpus, folder));

        var all = new StringBuilder().Append(CultureInfo.InvariantCulture, $"exit code {answer.ExitCode}\n\n{answer.Out}\n{answer.Error}");
        foreach (var file in new[] { "reelway.yaml", ".env" }.Where(file => File.Exists(Path.Combine(cli.Folder, file))))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(cli.Folder, file), TestContext.Current.CancellationToken);
            all.Append(CultureInfo.InvariantCulture, $"\n--- {file}\n").Append(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 1)..]);
        }

        var made = all.Replace(Path.Combine(Corpus, folder), "BOT").Replace(cli.Folder, "HERE").ToString();
        await CommittedFile.EnsureAsync(Path.Combine(Corpus, folder, "imported.txt"), made, typeof(TalkbotImportTests));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task No_secret_is_said_or_stands_in_the_configuration(string folder)
    {
        using var cli = WithoutStore();

        var answer = await cli.RunAsync("init", "--verbose", "--from-talkbot", Path.Combine(Corpus, folder));

        var yaml = Path.Combine(cli.Folder, "reelway.yaml");
        var said = answer.Out + answer.Error + (File.Exists(yaml) ? await File.ReadAllTextAsync(yaml, TestContext.Current.CancellationToken) : "");
        foreach (var secret in new[] { "token-of-", "another-token", "secret/key", "secret-of-", "mail-password", "PRIVATE KEY", "lines", "half a secret", "never closed", "tok'en" })
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_written_is_a_configuration_that_holds_every_value_unchanged()
    {
        using var cli = WithoutStore();

        var answer = await cli.RunAsync("init", "--from-talkbot", Path.Combine(Corpus, "odd-characters"));

        Assert.Contains("could not be sealed", answer.Error, StringComparison.Ordinal);
        Assert.Contains("reelway connections import facebook", answer.Out, StringComparison.Ordinal);
        var variables = new SettingProblems();
        var held = DotEnvFile.Read(Path.Combine(cli.Folder, ".env"), ".env", variables).ToDictionary(entry => entry.Name, entry => entry.Value);
        Assert.Empty(variables.All);
        Assert.Equal("tok'en \"of\" $101 \\ # ${HOME}", held["FACEBOOK_PAGE_TOKEN_175000000000101"]);
        Assert.Equal("two\nlines\tof token", held["FACEBOOK_PAGE_TOKEN_175000000000102"]);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(cli.Folder, cli.Variables));
        Assert.Empty(settings.Problems);
        var talks = settings.Get<Reelway.Talks.TalksOptions>();
        Assert.Equal("175000000000101", talks.Stages["AutoTech & \"Robots\": 100 $ #1"].Page);
        Assert.Equal("175000000000102", talks.Stages["Žižkov 🎉\u2028hall"].Page);
        Assert.Equal("175000000000103", talks.Stages["true"].Page);
        Assert.Equal("175000000000104", talks.Stages["a.b"].Page);
        Assert.EndsWith("Talks: $5 #2 \"final\"", talks.Sheet, StringComparison.Ordinal);
        var facebook = Assert.IsType<Connectors.Facebook.FacebookOptions>(settings.Connections.Single().Options);
        Assert.Equal("tok'en \"of\" $101 \\ # ${HOME}", facebook.PageTokens["175000000000101"]);
    }

    [Fact]
    public async Task Tokens_of_pages_are_sealed_and_work_without_the_old_files()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        var bot = Directory.CreateDirectory(Path.Combine(cli.Folder, "bot"));
        await File.WriteAllTextAsync(
            Path.Combine(bot.FullName, "access_keys.json"),
            """{"Harbour Stage": ["175000000000101", "EAASandboxPageHarbour"], "Lantern Stage": ["175000000000102", "EAASandboxPageLantern"]}""",
            TestContext.Current.CancellationToken);

        var init = await cli.RunAsync("init", "--from-talkbot", bot.FullName);
        bot.Delete(recursive: true);
        var yaml = await File.ReadAllTextAsync(Path.Combine(cli.Folder, "reelway.yaml"), TestContext.Current.CancellationToken);
        cli.With("reelway.yaml", yaml.Replace("connector: facebook", $"connector: facebook\n    graph_url: {sandbox.HttpUrl}facebook/graph", StringComparison.Ordinal));
        var check = await cli.RunAsync("connections", "check", "facebook", "--json");

        Assert.Contains("kept sealed", init.Out, StringComparison.Ordinal);
        Assert.Equal("2 of 2 pages can be published on", check.Json.GetProperty("items")[0].GetProperty("check").Text("identity"));
        foreach (var file in Directory.EnumerateFiles(cli.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("EAASandbox", await File.ReadAllTextAsync(file, Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_secrets_are_readable_by_their_owner_alone()
    {
        using var cli = new CliRun();

        await cli.RunAsync("init", "--from-talkbot", Path.Combine(Corpus, "usual"));

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such rights");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cli.Folder, ".env")));
    }

    [Theory]
    [InlineData("reelway.yaml")]
    [InlineData(".env")]
    public async Task Nothing_is_written_over_what_is_there(string standing)
    {
        using var cli = new CliRun().With(standing, "log: {level: debug}\n");

        var answer = await cli.RunAsync("init", "--from-talkbot", Path.Combine(Corpus, "usual"));

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains(standing, answer.Error, StringComparison.Ordinal);
        Assert.Equal([standing], Directory.GetFileSystemEntries(cli.Folder).Select(path => Path.GetFileName(path)));
        Assert.Equal("log: {level: debug}\n", await File.ReadAllTextAsync(Path.Combine(cli.Folder, standing), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dry_run_tells_all_and_writes_nothing()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("init", "--dry-run", "--json", "--from-talkbot", Path.Combine(Corpus, "usual"));

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Contains(answer.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("setting").GetString() == "media.workers");
        Assert.Empty(answer.Json.GetProperty("written").EnumerateArray());
        Assert.Empty(Directory.GetFileSystemEntries(cli.Folder));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_so()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("init", "--from-talkbot", "nowhere");

        Assert.Equal(ExitCode.NotFound, answer.ExitCode);
        Assert.Contains($"{Path.Combine(cli.Folder, "nowhere")} is not a folder", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_file_is_refused_unread_and_the_others_count()
    {
        using var cli = new CliRun();
        var bot = Directory.CreateDirectory(Path.Combine(cli.Folder, "bot")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bot, "access_keys.json"), $"{{\"Stage\": [\"175000000000101\", \"{new string('x', 1024 * 1024)}\"]}}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(bot, "bot.env"), "WORKERS=8\n", TestContext.Current.CancellationToken);

        var answer = await cli.RunAsync("init", "--json", "--from-talkbot", bot);

        Assert.Equal(ExitCode.Partial, answer.ExitCode);
        var refused = Assert.Single(answer.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("outcome").GetString() == "refused");
        Assert.Equal("access_keys.json", refused.GetProperty("source").GetString());
        Assert.Contains("larger than 1 MiB", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(8, new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(cli.Folder, cli.Variables)).Get<Media.MediaOptions>().Workers);
    }

    // Where a folder should be there is a file, so nothing can be sealed.
    private static CliRun WithoutStore() => new CliRun().With("data", "");
}
