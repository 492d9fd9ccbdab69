using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Frame.Server;

namespace Reelway.Tests.Hosting.Cli;

public sealed class ConfigCommandsTests
{
    private const string WithSecrets = """
        server:
          api_key: api-key-of-sixteen-letters
        connections:
          fb:
            connector: facebook
            access_token: user-token-0815
            app_id: ${APP_SECRET}
            app_secret: ${APP_SECRET}
          mail:
            connector: smtp
            host: 127.0.0.1
            from: talks@example.org
            port: ${PASSWORD}
            password: ${PASSWORD}
        """;

    [Theory]
    [InlineData("config", "show", "--origin")]
    [InlineData("config", "show", "--json")]
    [InlineData("config", "show", "--output", "yaml")]
    [InlineData("config", "check", "--verbose")]
    [InlineData("config", "check", "--json")]
    [InlineData("run", "list", "--verbose")]
    public async Task Secrets_are_never_printed(params string[] args)
    {
        using var cli = new CliRun().With("reelway.yaml", WithSecrets);
        cli.Variables["PASSWORD"] = "mail-password-4711";
        cli.Variables["APP_SECRET"] = "app-secret-4712";

        var answer = await cli.RunAsync(args);

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        foreach (var secret in new[] { "api-key-of-sixteen-letters", "user-token-0815", "mail-password-4711", "app-secret-4712" })
        {
            Assert.DoesNotContain(secret, answer.Out + answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_says_that_a_server_that_runs_has_not_read_what_was_changed()
    {
        using var cli = new CliRun().With("reelway.yaml", "data: {directory: data}\n");
        Directory.CreateDirectory(Path.Combine(cli.Folder, "data"));
        var started = File.GetLastWriteTimeUtc(Path.Combine(cli.Folder, "reelway.yaml"));
        var server = new ServerFile("http://127.0.0.1:5080/", "token", Environment.ProcessId, "1", started.AddMinutes(1));
        server.Write(Path.Combine(cli.Folder, "data"));
        Assert.Equal(JsonValueKind.Null, (await cli.RunAsync("config", "check", "--json")).Json.GetProperty("unread").ValueKind);

        (server with { StartedAt = started.AddMinutes(-1) }).Write(Path.Combine(cli.Folder, "data"));
        var answer = await cli.RunAsync("config", "check");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Contains("The server at http://127.0.0.1:5080/ started before the configuration was changed: settings that docs/settings.md does not mark as live, webhook.receivers among them, count from its next start.", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_every_problem_in_words_and_as_data()
    {
        using var cli = new CliRun().With("reelway.yaml", "engine:\n  concurrency: 0\n  leas: 30s\n  self_stop: soon\n");

        var words = await cli.RunAsync("config", "check");
        var data = await cli.RunAsync("config", "check", "--json");

        Assert.Equal(ExitCode.Unusable, words.ExitCode);
        Assert.Equal(
            [
                "error: engine.concurrency (reelway.yaml:2): must be 1 to 10000.",
                "error: engine.self_stop (reelway.yaml:4): \"soon\" is not a duration such as 250ms, 15s, 5m, 6h or 14d.",
                "warning: engine.leas (reelway.yaml:3): unknown setting; did you mean engine.lease?",
            ],
            words.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.False(data.Json.GetProperty("ok").GetBoolean());
        Assert.Equal("reelway.yaml:2", data.Json.GetProperty("problems")[0].GetProperty("origin").GetString());
    }

    [Fact]
    public async Task Check_says_what_is_still_missing_before_a_talk_can_be_published()
    {
        using var cli = new CliRun().With("reelway.yaml", "talks:\n  sheet: gone.csv\n  default_page: harbourstage\nconnections:\n  facebook:\n    connector: facebook\n");

        var words = await cli.RunAsync("config", "check");
        var data = await cli.RunAsync("config", "check", "--json");

        Assert.Equal((ExitCode.Ok, ""), (words.ExitCode, words.Error));
        Assert.Equal(
            ["intake.folder", "talks.sheet", "talks.speakers", "connections.smtp", "connections.facebook.access_token"],
            data.Json.GetProperty("missing").EnumerateArray().Select(missing => missing.GetProperty("key").GetString()));
        Assert.Contains("Still missing before a talk can be published:", words.Out, StringComparison.Ordinal);
        Assert.Contains($"  talks.sheet: There is no file {Path.Combine(cli.Folder, "gone.csv")}; make it, or correct the setting.", words.Out, StringComparison.Ordinal);
        Assert.Contains("run \"reelway connections login facebook\"", words.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_misses_accounts_that_talks_would_need_and_no_others()
    {
        using var cli = new CliRun().With("talks.csv", "Title\n").With("reelway.yaml", """
            intake:
              queues:
                main: { queue: recordings, connection: store }
            talks:
              sheet: talks.csv
              speakers: google:Speakers
              kinds:
                Keynote: { page: harbourstage, connection: keynotes }
            notifications: { enabled: false }
            media: { library: s3://clips/talks }
            """);

        var data = await cli.RunAsync("config", "check", "--json");

        Assert.Equal(
            ["connections.store", "connections.aws", "connections.google", "connections.keynotes"],
            data.Json.GetProperty("missing").EnumerateArray().Select(missing => missing.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_lease_that_is_shorter_than_the_self_stop_is_refused()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("config", "check", "--set", "engine.lease=30s");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("engine.self_stop", answer.Error, StringComparison.Ordinal);
        Assert.Contains("must be below engine.lease", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_with_origin_names_the_winner_and_the_losers()
    {
        using var cli = new CliRun().With("reelway.yaml", "log: {level: debug}\n");
        cli.Variables["REELWAY__LOG__LEVEL"] = "warn";

        var answer = await cli.RunAsync("config", "show", "--origin", "--set", "log.level=error");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        var line = Assert.Single(answer.Out.Split('\n'), line => line.StartsWith("log.level", StringComparison.Ordinal));
        Assert.Contains("error", line, StringComparison.Ordinal);
        Assert.EndsWith("--set; over \"warn\" (variable REELWAY__LOG__LEVEL); over \"debug\" (reelway.yaml:1)", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_does_not_begin_with_a_configuration_that_can_not_be_used()
    {
        using var cli = new CliRun().With("reelway.yaml", "engine: {concurrency: 0}\n");

        var answer = await cli.RunAsync("run", "list");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Equal("error: engine.concurrency (reelway.yaml:1): must be 1 to 10000.", answer.Error.Trim());
        Assert.False(Directory.Exists(cli.DataDirectory));
    }
}
