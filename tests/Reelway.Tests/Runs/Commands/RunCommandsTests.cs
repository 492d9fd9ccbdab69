using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine;
using Reelway.Frame.Cli;
using Reelway.Talks;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Runs.Commands;

public sealed class RunCommandsTests
{
    [Fact]
    public async Task List_shows_what_the_api_answers()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Run(1, RunState.Succeeded));
        server.Runs.Add(SampleRuns.Run(2, RunState.Failed, "folder:\e[31mevil\nname.mp4", "The page \"Main\" is unknown."));

        var table = await cli.RunAsync("run", "list", "--server", server.Address.ToString());
        var json = await cli.RunAsync("run", "list", "--server", server.Address.ToString(), "--json", "--state", "failed");
        var ids = await cli.RunAsync("run", "list", "--server", server.Address.ToString(), "--output", "ids");
        var yaml = await cli.RunAsync("run", "list", "--server", server.Address.ToString(), "--output", "yaml", "--limit", "1");

        Assert.Equal(["ID", "run_0000000000002", "run_0000000000001"], table.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Contains("folder:[31mevil name.mp4", table.Out, StringComparison.Ordinal);
        Assert.Contains("The page \"Main\" is unknown.", table.Out, StringComparison.Ordinal);
        Assert.Equal("run_0000000000002", Assert.Single(json.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("run_0000000000002\nrun_0000000000001\n", ids.Out.ReplaceLineEndings("\n"));
        Assert.Contains("hasMore: true", yaml.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_lists_the_steps_and_asks_for_what_only_a_person_knows()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken, services: static services => services.AddSingleton(TalkWords.Publishing));
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Run(1, RunState.NeedsAttention, attention: AttentionReason.Decision, why: "It is not known whether the mail has gone out.", steps:
        [
            SampleRuns.Step("publish", StepState.Succeeded),
            SampleRuns.Step("mail:ada", StepState.NeedsAttention, "The connection broke after the mail was handed over.", decidable: true),
        ]));

        var answer = await cli.RunAsync("run", "show", "run_0000000000001", "--server", server.Address.ToString());

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Contains("needs-attention", answer.Out, StringComparison.Ordinal);
        Assert.Contains("publish   Publish the video  succeeded", answer.Out, StringComparison.Ordinal);
        Assert.Contains("mail:ada  Mail to ada        needs-attention", answer.Out, StringComparison.Ordinal);
        Assert.Contains("  reelway run decide run_0000000000001 mail:ada sent\n", answer.Out, StringComparison.Ordinal);
        Assert.Contains("  reelway run decide run_0000000000001 mail:ada send-again\n", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_called_by_its_talk_and_shows_its_link()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken, services: static services => services.AddSingleton(TalkWords.Publishing));
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Published(1, "Owls: why?", "https://video.example/v/77"));
        var url = server.Address.ToString();

        var list = await cli.RunAsync("run", "list", "--server", url);
        var show = await cli.RunAsync("run", "show", "run_0000000000001", "--server", url);
        var json = await cli.RunAsync("run", "show", "run_0000000000001", "--server", url, "--json");

        Assert.Contains("Owls: why?  https://video.example/v/77", list.Out, StringComparison.Ordinal);
        Assert.Matches(@"title +Owls: why\?\r?\nlink +https://video\.example/v/77", show.Out);
        Assert.Equal(["find", "claim", "link"], json.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()));
        Assert.Equal("https://video.example/v/77", json.Json.GetProperty("link").GetString());
    }

    [Fact]
    public async Task Moves_reach_the_engine_with_what_was_said()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Run(1, RunState.Failed));
        server.Runs.Add(SampleRuns.Run(2, RunState.NeedsAttention, steps: [SampleRuns.Step("mail:ada", StepState.NeedsAttention, decidable: true)]));
        var url = server.Address.ToString();

        Assert.Equal(ExitCode.Ok, (await cli.RunAsync("run", "retry", "run_0000000000001", "--server", url)).ExitCode);
        Assert.Equal(ExitCode.Ok, (await cli.RunAsync("run", "decide", "run_0000000000002", "mail:ada", "send-again", "--server", url)).ExitCode);
        Assert.Equal(ExitCode.Ok, (await cli.RunAsync("run", "cancel", "run_0000000000001", "--reason", "wrong file", "--yes", "--server", url)).ExitCode);

        Assert.Equal(
            ["retry run_0000000000001", "decide run_0000000000002 mail:ada SendAgain", "cancel run_0000000000001 because wrong file"],
            server.Runs.Asked);
    }

    [Fact]
    public async Task Cancelling_asks_a_person_and_refuses_when_nobody_is_there()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var alone = new CliRun();
        using var doubtful = new CliRun { Typed = "\n" };
        using var sure = new CliRun { Typed = "y\n" };
        server.Runs.Add(SampleRuns.Run(1, RunState.Running));
        string[] cancel = ["run", "cancel", "run_0000000000001", "--server", server.Address.ToString()];

        var refused = await alone.RunAsync(cancel);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--yes", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await doubtful.RunAsync(cancel)).ExitCode);
        Assert.Empty(server.Runs.Asked);
        Assert.Equal(ExitCode.Ok, (await sure.RunAsync(cancel)).ExitCode);
        Assert.Single(server.Runs.Asked);
    }

    [Theory]
    [InlineData(RunState.Succeeded, ExitCode.Ok)]
    [InlineData(RunState.Partial, ExitCode.Partial)]
    [InlineData(RunState.Failed, ExitCode.Failed)]
    [InlineData(RunState.NeedsAttention, ExitCode.Failed)]
    public async Task Following_a_log_ends_with_the_runs_state(RunState state, int exitCode)
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Run(1, state), SampleRuns.Line(1, "first"), SampleRuns.Line(2, "second", RunLogLevel.Warning));

        var answer = await cli.RunAsync("run", "logs", "-f", "run_0000000000001", "--server", server.Address.ToString());

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Equal(
            ["2026-03-04 10:02:01Z info    publish: first", "2026-03-04 10:02:02Z warning publish: second"],
            answer.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Following_a_log_ends_at_once_when_it_is_interrupted()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        using var stop = new StopRequests();
        server.Runs.Add(SampleRuns.Run(1, RunState.Running), SampleRuns.Line(1, "first"));

        var following = cli.RunAsync(stop, "run", "logs", "-f", "run_0000000000001", "--server", server.Address.ToString());
        stop.Request(interrupted: true);

        Assert.Equal(ExitCode.Interrupted, (await following).ExitCode);
    }

    [Theory]
    [InlineData("run show run_0000000000009", ExitCode.NotFound, "run_0000000000009")]
    [InlineData("run show ../../etc/passwd", ExitCode.NotFound, "passwd")]
    [InlineData("run list --state undead", ExitCode.Unusable, "queued")]
    [InlineData("run list --cursor forged", ExitCode.Unusable, "cursor")]
    [InlineData("run retry run_0000000000009", ExitCode.NotFound, "run_0000000000009")]
    public async Task What_the_api_refuses_is_told_in_its_words(string line, int exitCode, string told)
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();

        var answer = await cli.RunAsync([.. line.Split(' '), "--server", server.Address.ToString()]);

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(told, answer.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_that_is_not_possible_is_a_conflict()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        server.Runs.Add(SampleRuns.Run(1, RunState.Succeeded));
        server.Runs.Answer = new MoveResult(false, "The run has succeeded; there is nothing to retry.");

        var answer = await cli.RunAsync("run", "retry", "run_0000000000001", "--server", server.Address.ToString());

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("there is nothing to retry", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_wrong_key_is_told_and_never_repeated()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken, options => options.ApiKey = "the-right-key-of-the-server");
        using var cli = new CliRun();
        var url = server.Address.ToString();

        var without = await cli.RunAsync("run", "list", "--server", url);
        var wrong = await cli.RunAsync("run", "list", "--server", url, "--api-key", "a-wrong-key-of-nobody", "--verbose");
        cli.Variables["REELWAY_API_KEY"] = "the-right-key-of-the-server";
        cli.Variables["REELWAY_SERVER"] = url;
        var right = await cli.RunAsync("run", "list");

        Assert.Equal((ExitCode.Connection, ExitCode.Connection, ExitCode.Ok), (without.ExitCode, wrong.ExitCode, right.ExitCode));
        Assert.DoesNotContain("a-wrong-key-of-nobody", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        using var cli = new CliRun();

        // Port 1 is reserved, and nobody listens there.
        var answer = await cli.RunAsync("run", "list", "--server", "http://127.0.0.1:1");

        Assert.Equal(ExitCode.Connection, answer.ExitCode);
        Assert.StartsWith("error: No connection to http://127.0.0.1:1/: ", answer.Error, StringComparison.Ordinal);
    }
}
