using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Reelway.Engine;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Runs;

public sealed class RunsApiTests
{
    private const string Key = "a key of this test only";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_paged_by_cursor_and_survives_new_runs()
    {
        await using var server = await StartAsync(runs: 5);
        using var client = server.Client();

        using var first = await client.GetAsync("/api/v1/runs?limit=2&flow=talks.publish", _cancellation);
        var page = await first.ReadJsonAsync(_cancellation);
        Assert.Equal(["run_0000000000005", "run_0000000000004"], Ids(page));
        Assert.True(page.GetProperty("hasMore").GetBoolean());
        var link = Assert.Single(first.Headers.GetValues("Link"));
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);

        server.Runs.Add(SampleRuns.Run(6, RunState.Queued));
        var second = await client.GetJsonAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)], _cancellation);
        Assert.Equal(["run_0000000000003", "run_0000000000002"], Ids(second));
        var third = await client.GetJsonAsync(
            "/api/v1/runs?limit=2&flow=talks.publish&cursor=" + second.GetProperty("nextCursor").GetString(), _cancellation);
        Assert.Equal(["run_0000000000001"], Ids(third));
        Assert.False(third.GetProperty("hasMore").GetBoolean());
        Assert.Equal(JsonValueKind.Null, third.GetProperty("nextCursor").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/dead-letters")]
    public async Task Every_list_of_runs_is_paged_alike(string path)
    {
        await using var server = await StartAsync(runs: 3);
        using var client = server.Client();

        using var first = await client.GetAsync($"{path}?limit=2", _cancellation);
        var page = await first.ReadJsonAsync(_cancellation);
        var link = Assert.Single(first.Headers.GetValues("Link"));
        var second = await client.GetJsonAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)], _cancellation);
        using var refused = await client.GetAsync($"{path}?cursor=made-up&limit=0", _cancellation);
        var problem = await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "bad-cursor", _cancellation);

        Assert.Equal($"<{path}?limit=2&cursor={page.GetProperty("nextCursor").GetString()}>; rel=\"next\"", link);
        Assert.Equal(["run_0000000000001"], Ids(second));
        Assert.Equal(["/query/cursor", "/query/limit"], problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("?state=failed", 2)]
    [InlineData("?state=failed&state=waiting", 3)]
    [InlineData("?state=failed,waiting", 3)]
    [InlineData("?text=KEYNOTE-3", 1)]
    [InlineData("?text=run_0000000000001", 1)]
    [InlineData("?flow=talks.publish", 4)]
    [InlineData("?flow=talks", 0)]
    [InlineData("?state=&flow=&text=&cursor=&limit=", 4)]
    [InlineData("?text=%22%3Cscript%3E%25%27", 0)]
    public async Task Filters_narrow_the_list(string query, int expected)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Failed));
        server.Runs.Add(SampleRuns.Run(2, RunState.Failed));
        server.Runs.Add(SampleRuns.Run(3, RunState.Waiting, "folder:keynote-3.mp4"));
        server.Runs.Add(SampleRuns.Run(4, RunState.Succeeded));
        using var client = server.Client();

        var list = await client.GetJsonAsync("/api/v1/runs" + query, _cancellation);
        Assert.Equal(expected, Ids(list).Length);
    }

    [Fact]
    public async Task A_run_is_shown_with_its_steps_times_and_actions()
    {
        await using var server = await WebServer.StartAsync(_cancellation, time: new StoppedTime(SampleRuns.Now));
        server.Runs.Add(SampleRuns.Run(
            7, RunState.Waiting, "folder:Täst \"1\".mp4", "The page is throttled.", steps:
            [
                SampleRuns.Step("edit", StepState.Succeeded),
                SampleRuns.Step(
                    "publish", StepState.Waiting, "The page is throttled.", attempts: 2, progress: 0.4,
                    failed: SampleRuns.Attempt(1, FaultKind.RateLimited, "The page is throttled.")),
            ]));
        using var client = server.Client();

        var run = await client.GetJsonAsync("/api/v1/runs/RUN_0000000000007", _cancellation);
        Assert.Equal("run_0000000000007", run.GetProperty("id").GetString());
        Assert.Equal("waiting", run.GetProperty("state").GetString());
        Assert.Equal("folder:Täst \"1\".mp4", run.GetProperty("key").GetString());
        Assert.Equal("2026-03-04T10:00:07Z", run.GetProperty("createdAt").GetString());
        Assert.Equal("2026-03-04T16:20:00Z", run.GetProperty("waitsUntil").GetString());
        Assert.Equal(1_793_000, run.GetProperty("elapsedMs").GetInt64());
        Assert.Equal(["cancel"], run.GetProperty("actions").EnumerateArray().Select(action => action.GetString()!));
        Assert.Equal(73_400_320, run.GetProperty("input").GetProperty("bytes").GetInt64());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("output").ValueKind);

        var steps = run.GetProperty("steps");
        Assert.Equal(("edit", "succeeded", 1, 134_000L), Brief(steps[0]));
        Assert.Equal(("publish", "waiting", 2, 1_680_000L), Brief(steps[1]));
        Assert.Equal("rate-limited", steps[1].GetProperty("failedAttempts")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Counts_name_every_state()
    {
        await using var server = await StartAsync(runs: 3);
        using var client = server.Client();

        var states = (await client.GetJsonAsync("/api/v1/runs/counts", _cancellation)).GetProperty("states");
        Assert.Equal(RunStateNames.All, states.EnumerateObject().Select(state => state.Name));
        Assert.Equal(3, states.GetProperty("succeeded").GetInt64());
    }

    [Fact]
    public async Task A_log_is_read_in_pieces()
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(1, RunState.Running), SampleRuns.Line(3, "one"), SampleRuns.Line(5, "two\nlines"), SampleRuns.Line(9, "three"));
        using var client = server.Client();

        var first = await client.GetJsonAsync("/api/v1/runs/run_0000000000001/log?limit=2", _cancellation);
        Assert.Equal(["one", "two\nlines"], Messages(first));
        Assert.Equal((5, true), (first.GetProperty("lastId").GetInt64(), first.GetProperty("hasMore").GetBoolean()));
        var second = await client.GetJsonAsync("/api/v1/runs/run_0000000000001/log?limit=2&after=5", _cancellation);
        Assert.Equal(["three"], Messages(second));
        var last = await client.GetJsonAsync("/api/v1/runs/run_0000000000001/log?after=9", _cancellation);
        Assert.Empty(Messages(last));
        Assert.Equal((9, false), (last.GetProperty("lastId").GetInt64(), last.GetProperty("hasMore").GetBoolean()));
    }

    [Theory]
    [InlineData("cancel", """{"reason":"Speaker's \"wish\""}""", "cancel run_0000000000001 because Speaker's \"wish\"", "cancelled")]
    [InlineData("cancel", "", "cancel run_0000000000001 because No reason was given.", "cancelled")]
    [InlineData("cancel", "{}", "cancel run_0000000000001 because No reason was given.", "cancelled")]
    [InlineData("retry", "", "retry run_0000000000001", "queued")]
    [InlineData("decide", """{"step":"mail-1","decision":"sent"}""", "decide run_0000000000001 mail-1 Sent", "queued")]
    [InlineData("decide", """{"step":"mail-1","decision":"send-again"}""", "decide run_0000000000001 mail-1 SendAgain", "queued")]
    public async Task A_move_is_carried_out_and_says_what_follows(string action, string body, string asked, string state)
    {
        await using var server = await WebServer.StartAsync(_cancellation);
        server.Runs.Add(SampleRuns.Run(
            1, RunState.NeedsAttention, attention: AttentionReason.Decision,
            steps: [SampleRuns.Step("mail-1", StepState.NeedsAttention, decidable: true)]));
        using var client = server.Client();

        using var answer = body.Length == 0
            ? await client.PostAsync($"/api/v1/runs/run_0000000000001/{action}", null, _cancellation)
            : await client.PostTextAsync($"/api/v1/runs/run_0000000000001/{action}", body, _cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var moved = await answer.ReadJsonAsync(_cancellation);
        Assert.Equal(state, moved.GetProperty("run").GetProperty("state").GetString());
        Assert.NotEqual("", moved.GetProperty("sentence").GetString());
        Assert.Equal([asked], server.Runs.Asked);
    }

    [Fact]
    public async Task A_move_that_the_run_is_not_fit_for_is_a_conflict()
    {
        await using var server = await StartAsync(runs: 1);
        server.Runs.Answer = new MoveResult(false, "The run has succeeded; there is nothing to retry.");
        using var client = server.Client();

        using var answer = await client.PostAsync("/api/v1/runs/run_0000000000001/retry", null, _cancellation);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict, "run-cannot-move", _cancellation);
        Assert.Equal("The run has succeeded; there is nothing to retry.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/v1/runs/run_0000000000009")]
    [InlineData("GET", "/api/v1/runs/run_000000000000z")]
    [InlineData("GET", "/api/v1/runs/nonsense")]
    [InlineData("GET", "/api/v1/runs/..%2F..%2Fetc")]
    [InlineData("GET", "/api/v1/runs/run_0000000000009/log")]
    [InlineData("POST", "/api/v1/runs/run_0000000000009/retry")]
    [InlineData("POST", "/api/v1/runs/run_0000000000009/cancel")]
    public async Task An_unknown_run_is_not_found(string method, string path)
    {
        await using var server = await StartAsync(runs: 1);
        using var client = server.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, _cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = await answer.ReadJsonAsync(_cancellation);
        Assert.Equal("run-not-found", problem.GetProperty("code").GetString());
        Assert.Empty(server.Runs.Asked);
    }

    [Fact]
    public async Task A_decision_about_an_unknown_step_is_not_found()
    {
        await using var server = await StartAsync(runs: 1);
        using var client = server.Client();

        using var answer = await client.PostTextAsync(
            "/api/v1/runs/run_0000000000001/decide", """{"step":"mail-9","decision":"sent"}""", _cancellation);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "step-not-found", _cancellation);
    }

    [Fact]
    public async Task A_signal_with_a_key_is_one_signal_even_when_its_answer_was_lost()
    {
        await using var server = await WebServer.StartAsync(_cancellation, options => options.ApiKey = Key);
        server.Runs.Add(SampleRuns.Run(1, RunState.Waiting));
        using var client = server.Client(Key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs/run_0000000000001/signal") { Content = JsonContent.Create(new { name = "go" }) };
        request.Headers.Add("Idempotency-Key", "delivery-17");

        using var answer = await client.SendAsync(request, _cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches("^signal run_0000000000001 go as [0-9a-f]{20}$", Assert.Single(server.Runs.Asked));
    }

    private static string[] Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];

    private static string[] Messages(JsonElement list)
        => [.. list.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("message").GetString()!)];

    private static (string? Name, string? State, int Attempts, long Elapsed) Brief(JsonElement step)
        => (step.GetProperty("name").GetString(), step.GetProperty("state").GetString(), step.GetProperty("attempts").GetInt32(),
            step.GetProperty("elapsedMs").GetInt64());

    private async Task<WebServer> StartAsync(int runs)
    {
        var server = await WebServer.StartAsync(_cancellation);
        for (var id = 1; id <= runs; id++)
        {
            server.Runs.Add(SampleRuns.Run(id, RunState.Succeeded));
        }

        return server;
    }
}
