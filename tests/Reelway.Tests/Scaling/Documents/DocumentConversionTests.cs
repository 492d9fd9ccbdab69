using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Scaling.Documents;

public sealed class DocumentConversionTests : IDisposable
{
    private readonly CliRun _cli = new();

    public DocumentConversionTests() => CampaignInstallation.LayOut(_cli.Folder);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Documents_are_printed_as_a_configuration_with_comments()
    {
        var answer = await _cli.RunAsync("config", "convert", "config/config.yaml");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.DoesNotContain(_cli.Folder, answer.Out, StringComparison.Ordinal);
        await CommittedFile.EnsureAsync(
            CommittedFile.PathOf("tests", "Reelway.Tests", "Scaling", "Documents", "Golden", "reelway.yaml"), answer.Out.ReplaceLineEndings("\n"), typeof(DocumentConversionTests));
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task What_init_writes_sets_what_the_documents_have_set(string environment)
    {
        var variables = File.ReadAllText(Path.Combine(_cli.Folder, ".env"));
        _cli.Variables["ENV"] = environment;
        var before = Leaves(Load("config/config.yaml"));
        var answer = await _cli.RunAsync("init", "--from-config-yaml", "config/config.yaml");

        Assert.Contains("Wrote reelway.yaml and environments/production.yaml and environments/staging.yaml.", answer.Out, StringComparison.Ordinal);
        Assert.Equal(before, Leaves(Load()));
        Assert.Equal(variables, File.ReadAllText(Path.Combine(_cli.Folder, ".env")));
        Assert.Matches(@"polling\.interval_seconds +config/config\.yaml:34 +used +scaling\.poll_every", answer.Out);
        Assert.Matches(@"logging\.handlers\.file\.backup_count +config/config\.yaml:82 +changed +log\.files", answer.Out);
        Assert.Matches(@"rate_limit\.requests_per_minute +config/config\.yaml:90 +explained", answer.Out);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_listed_and_the_others_are_taken_over()
    {
        CampaignInstallation.Write(_cli.Folder, "config/config.yaml", "polling: {interval_seconds: 90}\nlogging: {sanitize_credentials: no}\ndam: {client_secret: in-the-clear}\n");
        var answer = await _cli.RunAsync("init", "--from-config-yaml", "config/config.yaml");

        Assert.Equal(ExitCode.Partial, answer.ExitCode);
        Assert.Matches(@"logging\.sanitize_credentials +config/config\.yaml:2 +refused", answer.Out);
        var text = File.ReadAllText(Path.Combine(_cli.Folder, "reelway.yaml"));
        Assert.Contains("poll_every: 1m30s", text, StringComparison.Ordinal);
        Assert.Contains("#   logging.sanitize_credentials (config/config.yaml:2): can't be otherwise here", text, StringComparison.Ordinal);
        Assert.Contains("client_secret: in-the-clear  # dam.client_secret; a secret: better in .env, and ${NAME} here", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_cli.Folder, "reelway.yaml")));
        }
    }

    [Fact]
    public async Task Tried_only_it_writes_nothing_and_what_is_there_stays()
    {
        var tried = await _cli.RunAsync("init", "--from-config-yaml", "config/config.yaml", "--dry-run");

        Assert.Equal(ExitCode.Ok, tried.ExitCode);
        Assert.Contains("Nothing was written.", tried.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "reelway.yaml")));
        CampaignInstallation.Write(_cli.Folder, "environments/staging.yaml", "log: {level: debug}\n");
        Assert.Equal(ExitCode.Conflict, (await _cli.RunAsync("init", "--from-config-yaml", "config/config.yaml")).ExitCode);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "reelway.yaml")));
    }

    [Theory]
    [InlineData("config/none.yaml", "", ExitCode.NotFound, "There is no file ")]
    [InlineData("config/other.yaml", "kitchen: hot\n", ExitCode.Unusable, "is none of the documents that can be taken over")]
    [InlineData("config/other.yaml", "dam:\nbase_url: x\n", ExitCode.Unusable, "the document has lost its indentation")]
    public async Task What_is_no_document_is_refused_in_a_sentence(string file, string text, int code, string sentence)
    {
        if (text.Length > 0)
        {
            CampaignInstallation.Write(_cli.Folder, file, text);
        }

        var answer = await _cli.RunAsync("config", "convert", file);

        Assert.Equal(code, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_lists_the_keys_that_need_no_setting_and_show_names_the_document()
    {
        var check = await _cli.RunAsync("config", "check", "--config", "config/config.yaml");
        var show = await _cli.RunAsync("config", "show", "--origin", "--config", "config/config.yaml");

        Assert.Contains("  temp.max_size_mb (config/config.yaml:98): a file that passes through is removed when its step ends", check.Out, StringComparison.Ordinal);
        Assert.Matches(@"log\.rotate_bytes +5242880 +config/config\.yaml:81", show.Out);
    }

    private Settings Load(string? config = null) => new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_cli.Folder, _cli.Variables, config));

    private static IReadOnlyList<string> Leaves(Settings settings)
        => [.. CampaignInstallation.Leaves(settings.Tree, "").Where(leaf => leaf.Node is not SettingValue { Text: null }).Select(leaf => $"{leaf.Path} = {CampaignInstallation.Text(leaf.Node)}").Order(StringComparer.Ordinal)];
}
