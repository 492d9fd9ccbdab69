using System.Text;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Sandbox;
using Reelway.Sandbox.X;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Setup;

/// <summary><c>init --guided</c>, answered by a file and by a person, with the sandbox as the outside world.</summary>
public sealed class GuidedSetupTests : IAsyncLifetime
{
    private readonly XSandboxOptions _world = new();
    private readonly List<CliRun> _runs = [];
    private SandboxServer _sandbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(new SandboxOptions { X = _world }, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _runs.ForEach(run => run.Dispose());
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_file_answers_for_scripts_and_the_credential_is_tried_sealed_and_works()
    {
        var cli = Run().With("answers.json", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["account"] = "conference",
            ["timezone"] = "Europe/Prague",
            ["aws_region"] = "eu-west-1",
            ["aws_access_key"] = "AKIASANDBOX000000042",
            ["aws_secret_key"] = "sandbox/secret+access/key",
            ["queue"] = "posts",
            ["secret"] = "social-posts/twitter",
        }));

        var answer = await cli.RunAsync("init", "--guided", "--answers", "answers.json", "--json");
        var check = await cli.RunAsync("connections", "check", "x", "--json");
        var yaml = await ReadAsync(cli, "reelway.yaml");

        Assert.True(answer.ExitCode == ExitCode.Ok, answer.Error);
        Assert.Equal(["reelway.yaml", ".env"], answer.Json.GetProperty("written").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal([("aws", true), ("x", true)], answer.Json.GetProperty("connections").EnumerateArray().Select(one => (one.Text("connection"), one.Text("reaches")!.Length > 0)));
        Assert.Contains("timezone: \"Europe/Prague\"", yaml, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, check.ExitCode);
        var seen = answer.Out + answer.Error + yaml + await File.ReadAllTextAsync(Path.Combine(cli.DataDirectory, "reelway.db"), Encoding.Latin1, Cancellation);
        Assert.DoesNotContain("sandbox-x", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox/secret", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_again_when_a_credential_is_refused_and_Enter_keeps_an_answer()
    {
        var account = _world.Accounts[0];
        string[] first = ["", "Main hall", "conference", "", "soon", "5m", "", _world.ApiKey, _world.ApiKeySecret, account.Token, "wrong-secret"];
        string[] second = ["", "", "", "", "", "", "", "", account.TokenSecret];
        var cli = Run(string.Join('\n', [.. first, .. second, ""]));

        var answer = await cli.RunAsync("init", "--guided");
        var yaml = await ReadAsync(cli, "reelway.yaml");

        Assert.True(answer.ExitCode == ExitCode.Ok, answer.Error);
        Assert.Contains("must be a lower-case word", answer.Error, StringComparison.Ordinal);
        Assert.Contains("must be a duration", answer.Error, StringComparison.Ordinal);
        Assert.Contains("That does not work: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains("[as before]", answer.Error, StringComparison.Ordinal);
        Assert.Contains("@fernwoodconf", answer.Out, StringComparison.Ordinal);
        Assert.Contains("window: 5m", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Out + yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_credential_leaves_no_configuration_behind()
    {
        var cli = Run().With("answers.json", """{"api_key":"a","api_key_secret":"b","access_token":"word-of-mouth","access_token_secret":"d"}""");

        var answer = await cli.RunAsync("init", "--guided", "--answers", "answers.json");

        Assert.NotEqual(ExitCode.Ok, answer.ExitCode);
        Assert.DoesNotContain("word-of-mouth", answer.Out + answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cli.Folder, "reelway.yaml")));
    }

    [Theory]
    [InlineData("""{"network":"myspace"}""", "must be twitter, linkedin or facebook")]
    [InlineData("""{"netwrok":"twitter"}""", "\"netwrok\", which nobody asks for")]
    [InlineData("""{"account":"a"}""", "The answers lack \"api_key\"")]
    [InlineData("""["twitter"]""", "must be a JSON object")]
    [InlineData("{", "is not valid JSON")]
    public async Task Answers_that_are_none_are_refused_with_a_sentence(string answers, string expected)
    {
        var answer = await Run().With("answers.json", answers).RunAsync("init", "--guided", "--answers", "answers.json");

        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_and_beside_a_configuration_nobody_is_asked()
    {
        var nobody = await Run().RunAsync("init", "--guided");
        var there = await Run("").With("reelway.yaml", "log: {level: debug}\n").RunAsync("init", "--guided");

        Assert.Equal((ExitCode.Usage, ExitCode.Conflict), (nobody.ExitCode, there.ExitCode));
        Assert.Contains("--answers FILE", nobody.Error, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(CliRun cli, string file) => File.ReadAllTextAsync(Path.Combine(cli.Folder, file), Cancellation);

    private CliRun Run(string? typed = null)
    {
        var run = new CliRun { Typed = typed };
        run.Variables["REELWAY__CONNECTIONS__X__URL"] = $"{_sandbox.HttpUrl}x";
        run.Variables["REELWAY__CONNECTIONS__AWS__SQS_URL"] = $"{_sandbox.HttpUrl}sqs/";
        run.Variables["REELWAY__CONNECTIONS__AWS__SECRETS_URL"] = $"{_sandbox.HttpUrl}secretsmanager/";
        run.Variables["REELWAY__CONNECTIONS__AWS__CONNECTOR"] = "aws";
        run.Variables["REELWAY__CONNECTIONS__AWS__REGION"] = "eu-west-1";
        _runs.Add(run);
        return run;
    }
}
