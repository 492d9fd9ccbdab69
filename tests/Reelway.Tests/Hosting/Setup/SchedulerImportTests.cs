using Reelway.Frame.Cli;
using Reelway.Hosting.Setup.Scheduler;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Setup;

/// <summary><c>init --from-scheduler</c>: the old post scheduler's deployment becomes a configuration.</summary>
public sealed class SchedulerImportTests : IDisposable
{
    private const string Config = """
        # Written by the guided deployment
        version = 0.1

        [default.global.parameters]
        stack_name = "owl-posts"

        [default.deploy.parameters]
        capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
        region = "eu-west-1"
        confirm_changeset = true
        profile = 'publishing'
        parameter_overrides = "TwitterApiKey=\"key-of-app\" TwitterApiKeySecret=\"****\" TwitterBearerToken=\"bearer-word\" Colour=\"dark blue\""

        [staging.deploy.parameters]
        region = "eu-north-1"
        """;

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Table: { Type: AWS::DynamoDB::Table }
          TwitterSecret:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: !Sub ${AWS::StackName}/twitter
              SecretString: !Sub '{"API Key":"${TwitterApiKey}"}'
        """;

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Each_key_is_used_changed_or_refused_and_the_secret_is_named()
    {
        var answer = await ImportAsync(Config, Template);
        var fields = answer.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.Text("field")} {item.Text("outcome")} {item.Text("setting")}".TrimEnd()).ToList();

        Assert.Equal(ExitCode.Partial, answer.ExitCode);
        Assert.Equal(
            [
                "version refused", "stack_name refused", "capabilities refused", "region accepted connections.aws.region", "confirm_changeset refused", "profile refused",
                "TwitterApiKey changed connections.x.api_key", "TwitterApiKeySecret refused", "TwitterBearerToken refused", "Colour refused", "region refused", "TwitterSecret changed connections.x",
            ],
            fields);
        Assert.Contains("reelway connections login x --from-secret owl-posts/twitter", answer.Error, StringComparison.Ordinal);
        Assert.Equal("X_API_KEY=\"key-of-app\"\n", await ReadAsync(".env"));
        Assert.DoesNotContain("key-of-app", answer.Out + answer.Error + await ReadAsync("reelway.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("bearer-word", answer.Out + answer.Error + await ReadAsync("reelway.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_a_good_configuration_and_a_dry_run_writes_nothing()
    {
        var keysLeftOut = Config[..Config.IndexOf("parameter_overrides", StringComparison.Ordinal)];
        var dry = await ImportAsync(keysLeftOut, Template, "--dry-run");
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "reelway.yaml")));

        await ImportAsync(keysLeftOut, Template);
        var check = await _cli.RunAsync("config", "check");
        var shown = await _cli.RunAsync("config", "show", "--json");

        Assert.Contains("written", dry.Out, StringComparison.Ordinal);
        Assert.True(check.ExitCode == ExitCode.Ok, check.Out + check.Error);
        Assert.Contains("SocialPostSender", shown.Out, StringComparison.Ordinal);
        Assert.Contains("eu-west-1", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_deployment_is_refused_with_the_line()
    {
        var broken = await ImportAsync("version = 0.1\n[default\n", null);
        var two = await ImportAsync("[a.deploy.parameters]\nregion = \"x\"\n[b.deploy.parameters]\nregion = \"y\"\n", null);
        var none = await ImportAsync(null, null);

        Assert.Equal((ExitCode.Unusable, ExitCode.Unusable, ExitCode.Unusable), (broken.ExitCode, two.ExitCode, none.ExitCode));
        Assert.Contains("samconfig.toml: Line 2 names no key.", broken.Error, StringComparison.Ordinal);
        Assert.Contains("environments a, b", two.Error, StringComparison.Ordinal);
        Assert.Contains("has no samconfig.toml", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = 'it''s'", null)]
    [InlineData("a = \"x\\ty\\u00fc\\\\\"", "x\ty\u00fc\\")]
    [InlineData("a = \"\"\"\nA=1\nB=2\"\"\" # ends", "A=1\nB=2")]
    [InlineData("a = [\n  \"x\", # first\n  'y',\n]", "x y")]
    [InlineData("a = []", "")]
    [InlineData("\"a b\".a = true", "true")]
    [InlineData("a = \"never closed", null)]
    [InlineData("a = {b = 1}", null)]
    [InlineData("a = 1 2", null)]
    [InlineData("a", null)]
    public void Values_are_read_as_TOML_has_them(string text, string? expected)
    {
        if (expected is null)
        {
            Assert.StartsWith("Line 1 ", Assert.Throws<FormatException>(() => SamConfigReader.Read(text)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, string.Join(' ', Assert.Single(SamConfigReader.Read(text)).Values));
        }
    }

    private async Task<CliAnswer> ImportAsync(string? config, string? template, params string[] more)
    {
        var old = Directory.CreateDirectory(Path.Combine(_cli.Folder, Guid.NewGuid().ToString("n"))).FullName;
        foreach (var (name, text) in new[] { ("samconfig.toml", config), ("template.yaml", template) }.Where(file => file.Item2 is not null))
        {
            await File.WriteAllTextAsync(Path.Combine(old, name), text, TestContext.Current.CancellationToken);
        }

        return await _cli.RunAsync(["init", "--from-scheduler", old, "--json", .. more]);
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_cli.Folder, file), TestContext.Current.CancellationToken);
}
