using System.Text.Json;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Servers;
using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Runs.Probe;

/// <summary>The probe, started as an operator does, against a server that counts.</summary>
public sealed class ProbeTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_probes_call_once_per_step_and_are_counted(bool shared)
    {
        await using var space = shared ? await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation) : null;
        using var cli = Configured(space?.Url);
        await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(204) };
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");

        var answer = await cli.RunAsync("run", "start", "probe", "--input", Input(target, steps: 3, holdMs: 5), "--count", "20", "--wait", "--json");
        var ids = await cli.RunAsync("run", "list", "--state", "succeeded", "--limit", "200", "--output", "ids");

        Assert.Equal((ExitCode.Ok, ""), (answer.ExitCode, answer.Error));
        Assert.Equal((20, 20, 0), (Number(answer, "started"), Number(answer, "succeeded"), Number(answer, "failed")));
        Assert.InRange(Number(answer, "elapsedMs"), 15, 60_000);
        Assert.Equal(20, ids.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var hits = target.Received.Select(request => (request, hit: JsonDocument.Parse(request.Body).RootElement)).ToList();
        Assert.Equal(60, hits.Count);
        Assert.Equal(60, hits.Select(hit => hit.hit.GetProperty("key").GetString()).Distinct().Count());
        Assert.Equal([1, 2, 3], hits.Select(hit => hit.hit.GetProperty("step").GetInt32()).Distinct().Order());
        Assert.All(hits, hit =>
        {
            Assert.Equal("POST", hit.request.Method);
            Assert.Equal(hit.hit.GetProperty("key").GetString(), hit.request.Headers["Idempotency-Key"]);
            Assert.Equal((1, 1), (hit.hit.GetProperty("attempt").GetInt32(), hit.hit.GetProperty("epoch").GetInt32()));
            Assert.StartsWith(Environment.MachineName, hit.hit.GetProperty("worker").GetString(), StringComparison.Ordinal);
            Assert.StartsWith("run_", hit.hit.GetProperty("run").GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_refused_probe_fails_and_says_why()
    {
        using var cli = Configured();
        await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(404) };
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");

        var refused = await cli.RunAsync("run", "start", "probe", "--input", Input(target), "--wait", "--json");
        var elsewhere = await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://192.0.2.7/hit"}""", "--wait", "--json");
        var list = await cli.RunAsync("run", "list", "--json");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed), (refused.ExitCode, elsewhere.ExitCode));
        var reasons = list.Json.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("why").GetString()!).ToList();
        Assert.Contains(reasons, why => why.Contains("answered 404 (NotFound)", StringComparison.Ordinal));
        Assert.Contains(reasons, why => why.Contains("may call this machine only, and 192.0.2.7 is 192.0.2.7. Allow it with probe.hosts.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_key_is_one_run_and_another_input_is_refused()
    {
        using var cli = Configured();
        var started = await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:1/"}""", "--key", "mine", "--json");
        var again = await cli.RunAsync("run", "start", "probe", "--input", """{"steps":1,"url":"http://127.0.0.1:1/"}""", "--key", "mine", "--json");
        var other = await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:2/"}""", "--key", "mine");

        Assert.Equal((true, false), (Item(started).GetProperty("created").GetBoolean(), Item(again).GetProperty("created").GetBoolean()));
        Assert.Equal(Item(started).GetProperty("id").GetString(), Item(again).GetProperty("id").GetString());
        Assert.Equal(ExitCode.Conflict, other.ExitCode);
        Assert.Contains($"was used with another input, by {Item(started).GetProperty("id")}", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":""", ExitCode.Unusable, "--input is not valid JSON")]
    [InlineData("""{"uri":"http://127.0.0.1/"}""", ExitCode.Unusable, "The input of \"probe\" doesn't fit: it has no field \"uri\"; its fields are \"url\", \"steps\", \"holdMs\".")]
    [InlineData("""{"url":7}""", ExitCode.Unusable, "The input of \"probe\" doesn't fit: the value at $.url is missing or of another kind than the flow expects.")]
    [InlineData("[]", ExitCode.Unusable, "The input of \"probe\" doesn't fit: it is not an object; one with the fields \"url\", \"steps\", \"holdMs\" is expected.")]
    [InlineData("null", ExitCode.Unusable, "")]
    [InlineData("@nowhere.json", ExitCode.Unusable, "can't be read")]
    public async Task An_input_that_does_not_fit_starts_nothing(string input, int exitCode, string sentence)
    {
        using var cli = Configured();

        var answer = await cli.RunAsync("run", "start", "probe", "--input", input);
        var list = await cli.RunAsync("run", "list", "--json");

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_input_over_the_limit_starts_nothing_and_the_limit_is_named()
    {
        using var cli = Configured();

        var answer = await cli.RunAsync("run", "start", "probe", "--input", $$"""{"url":"http://127.0.0.1:1/{{new string('x', 1024 * 1024)}}"}""");
        var list = await cli.RunAsync("run", "list", "--json");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("at most 1048576 are stored (engine.payload_limit_bytes)", answer.Error, StringComparison.Ordinal);
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_signal_for_a_run_that_has_ended_is_refused()
    {
        using var cli = Configured();
        var id = Item(await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:1/"}""", "--json")).GetProperty("id").GetString()!;
        await cli.RunAsync("run", "cancel", id, "--yes");

        var answer = await cli.RunAsync("run", "signal", id, "go");

        Assert.Equal(ExitCode.Conflict, answer.ExitCode);
        Assert.Contains("The run has ended (cancelled); nothing in it waits for the signal \"go\".", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_flow_and_a_wait_for_nobody_are_refused()
    {
        using var cli = Configured();

        var unknown = await cli.RunAsync("run", "start", "nothing.like.it");
        var alone = await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:1/"}""", "--wait");

        Assert.Equal((ExitCode.NotFound, ExitCode.Connection), (unknown.ExitCode, alone.ExitCode));
        Assert.Contains("There is no flow named \"nothing.like.it\"; known are ", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("probe, ", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("talks.publish", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("start \"reelway serve\" first", alone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_nobody_takes_up_says_so()
    {
        await using var space = await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        using var cli = Configured(space.Url);
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--queues", "media", "--json");

        var started = await cli.RunAsync("run", "start", "probe", "--input", """{"url":"http://127.0.0.1:1/"}""", "--json");
        var shown = await cli.RunAsync("run", "show", Item(started).GetProperty("id").GetString()!, "--json");

        Assert.Equal("queued", shown.Json.GetProperty("state").GetString());
        Assert.Equal(
            "Nobody takes up work of the queue \"default\" now. Start a server, or a worker with --queues default.", shown.Json.GetProperty("why").GetString());
    }

    [Fact]
    public async Task A_dead_letter_is_listed_requeued_and_dropped()
    {
        using var cli = Configured();
        cli.Variables["REELWAY__ENGINE__MAX_ATTEMPTS"] = "1";
        await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(503) };
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");
        await cli.RunAsync("run", "start", "probe", "--input", Input(target), "--key", "one", "--wait", "--json");
        await cli.RunAsync("run", "start", "probe", "--input", Input(target), "--key", "two", "--wait", "--json");
        var dead = (await cli.RunAsync("dlq", "list", "--output", "ids")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var dropped = await cli.RunAsync("dlq", "drop", dead[0], "--yes");
        var twice = await cli.RunAsync("dlq", "drop", dead[0], "--yes");
        target.Otherwise = static _ => ScriptedAnswer.Empty(200);
        var requeued = await cli.RunAsync("dlq", "requeue", dead[1]);
        var left = await cli.RunAsync("dlq", "list", "--json");

        Assert.Equal(2, dead.Length);
        Assert.Equal((ExitCode.Ok, ExitCode.Conflict, ExitCode.Ok), (dropped.ExitCode, twice.ExitCode, requeued.ExitCode));
        Assert.Empty(left.Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_keeps_the_key_unless_told_to_resend_and_a_purge_keeps_the_runs_key(bool shared)
    {
        await using var space = shared ? await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation) : null;
        using var cli = Configured(space?.Url);
        await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(204) };
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");
        await cli.RunAsync("run", "start", "probe", "--input", Input(target, steps: 2), "--key", "kept", "--wait", "--json");
        var id = (await cli.RunAsync("run", "list", "--output", "ids")).Out.Trim();

        var replayed = await cli.RunAsync("run", "replay", id, "--from", "hit-2");
        var ended = await cli.RunAsync("run", "logs", id, "--follow");
        var unsure = await cli.RunAsync("run", "replay", id, "--from", "hit-2", "--resend");
        var resent = await cli.RunAsync("run", "replay", id, "--from", "hit-2", "--resend", "--yes");
        var endedAgain = await cli.RunAsync("run", "logs", id, "--follow");
        var late = await cli.RunAsync("run", "signal", id, "go", "--payload", "{}");
        var purged = await cli.RunAsync("purge", "--older-than", "0s", "--yes", "--json");
        var shown = await cli.RunAsync("run", "show", id, "--json");
        var again = await cli.RunAsync("run", "start", "probe", "--input", Input(target, steps: 2), "--key", "kept", "--json");
        var unknown = await cli.RunAsync("run", "replay", id, "--from", "hit-1");

        Assert.Equal((0, 0, ExitCode.Usage, 0, 0), (replayed.ExitCode, ended.ExitCode, unsure.ExitCode, resent.ExitCode, endedAgain.ExitCode));
        Assert.Equal(["hit-1/0", "hit-2/0", "hit-2/0", "hit-2/1"], target.Received.Select(request => request.Headers["Idempotency-Key"][(id.Length + 1)..]));
        Assert.Equal((ExitCode.Conflict, ExitCode.Conflict), (late.ExitCode, unknown.ExitCode));
        Assert.Equal((0, 1), (Number(purged, "removed"), Number(purged, "emptied")));
        Assert.Empty(shown.Json.GetProperty("steps").EnumerateArray());
        Assert.Equal((id, false), (Item(again).GetProperty("id").GetString(), Item(again).GetProperty("created").GetBoolean()));
    }

    [Fact]
    public async Task An_archived_run_is_shown_and_not_replayed()
    {
        using var cli = Configured();
        await using var target = new ScriptedHttpServer { Otherwise = static _ => ScriptedAnswer.Empty(204) };
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");
        var started = await cli.RunAsync("run", "start", "probe", "--input", Input(target), "--key", "kept", "--wait", "--json");
        var id = (await cli.RunAsync("run", "list", "--output", "ids")).Out.Trim();

        var unset = await cli.RunAsync("archive", "--yes");
        var wrong = await cli.RunAsync("archive", "--older-than", "soon");
        var unasked = await cli.RunAsync("archive", "--older-than", "0s");
        var archived = await cli.RunAsync("archive", "--older-than", "0s", "--yes", "--json");
        var shown = await cli.RunAsync("run", "show", id, "--json");
        var replayed = await cli.RunAsync("run", "replay", id, "--from", "hit-1");

        Assert.Equal(ExitCode.Ok, started.ExitCode);
        Assert.NotEqual(ExitCode.Ok, unset.ExitCode);
        Assert.Contains("engine.archive_after is not set", unset.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (wrong.ExitCode, unasked.ExitCode));
        Assert.Contains("Archive all runs that ended more than 0s ago? They can't be retried or replayed any more.", unasked.Error, StringComparison.Ordinal);
        Assert.Equal(1, Number(archived, "archived"));
        Assert.Single(shown.Json.GetProperty("steps").EnumerateArray());
        Assert.Equal(ExitCode.Conflict, replayed.ExitCode);
        Assert.Contains("It is archived and can only be read", replayed.Error, StringComparison.Ordinal);
    }

    private static CliRun Configured(string? url = null)
    {
        var cli = new CliRun();
        if (url is not null)
        {
            cli.Variables["REELWAY__STORAGE__URL"] = url;
        }

        return cli;
    }

    private static string Input(ScriptedHttpServer target, int steps = 1, int holdMs = 0)
        => JsonSerializer.Serialize(new { url = new Uri(target.Url, "/hit"), steps, holdMs });

    private static JsonElement Item(CliAnswer answer) => Assert.Single(answer.Json.GetProperty("items").EnumerateArray());

    private static long Number(CliAnswer answer, string name) => answer.Json.GetProperty(name).GetInt64();
}
