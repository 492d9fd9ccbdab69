using System.Diagnostics;
using System.Globalization;
using System.Net;
using Reelway.Connectors;

namespace Reelway.Contracts.Connectors;

/// <summary>What every connector that speaks HTTP must do. A new one adds one subclass with its harness, and no new assertions.</summary>
public abstract class ConnectorContract
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // Long enough for a loopback server on a busy machine to get the request, short enough to wait for three times.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    /// <summary>The connector with calls that end after <paramref name="callTimeout"/>.</summary>
    protected abstract ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_succeeds_is_sent_once()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Json(harness.ReadAnswer), ScriptedAnswer.Json(harness.WriteAnswer));

        await harness.ReadAsync(Cancellation);
        await harness.WriteAsync(Cancellation);

        Assert.Equal(2, harness.Server.Received.Count);
    }

    [Fact]
    public async Task A_call_can_be_repeated()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext([.. Enumerable.Repeat(ScriptedAnswer.Json(harness.ReadAnswer), 3)]);

        for (var time = 0; time < 3; time++)
        {
            await harness.ReadAsync(Cancellation);
        }

        Assert.Equal(3, harness.Server.Received.Count);
    }

    [Fact]
    public async Task A_read_is_tried_again_after_passing_faults()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Empty(503), ScriptedAnswer.Never(Misbehaviour.Close), ScriptedAnswer.Json(harness.ReadAnswer));

        await harness.ReadAsync(Cancellation);

        Assert.Equal(3, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, false)]
    [InlineData(504, true)]
    public async Task A_server_that_breaks_down_is_a_transient_fault(int status, bool writeMayHaveHappened)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var broken = ScriptedAnswer.Html("<html><head><title>Bad moment</title></head></html>", status);

        harness.Server.AnswerNext(broken, broken, broken);
        var read = await FailAsync(harness.ReadAsync);
        harness.Server.AnswerNext(broken);
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Transient, false), (read.Kind, read.OutcomeUnknown));
        Assert.Equal((CallFault.Transient, writeMayHaveHappened), (write.Kind, write.OutcomeUnknown));
        Assert.Contains("Bad moment", write.Message, StringComparison.Ordinal);
        Assert.Equal(4, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.Reset)]
    [InlineData(Misbehaviour.CutBody)]
    public async Task A_lost_answer_leaves_the_outcome_of_a_write_unknown(Misbehaviour how)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var lost = ScriptedAnswer.Json(harness.WriteAnswer) with { Misbehaviour = how, BytesBefore = 1 };
        harness.Server.AnswerNext(lost);

        var fault = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Single(harness.Server.Received);
    }

    [Fact]
    public async Task A_write_is_sent_once_when_the_server_ends_a_connection_that_was_used_before()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Json(harness.WriteAnswer), ScriptedAnswer.Never(Misbehaviour.Close), ScriptedAnswer.Json(harness.WriteAnswer));

        await harness.WriteAsync(Cancellation);
        var fault = await FailAsync(harness.WriteAsync);

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(2, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData(Misbehaviour.Silence)]
    [InlineData(Misbehaviour.StallBody)]
    public async Task A_silent_server_costs_no_more_than_the_time_limit(Misbehaviour how)
    {
        await using var harness = await StartAsync(Short, Cancellation);
        var silent = ScriptedAnswer.Json(harness.ReadAnswer) with { Misbehaviour = how, BytesBefore = 1 };
        var watch = Stopwatch.StartNew();

        harness.Server.AnswerNext(silent, silent, silent);
        var read = await FailAsync(harness.ReadAsync);
        harness.Server.AnswerNext(silent);
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Transient, false), (read.Kind, read.OutcomeUnknown));
        Assert.Equal((CallFault.Transient, true), (write.Kind, write.OutcomeUnknown));
        Assert.InRange(watch.Elapsed, Short, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_server_that_is_not_there_leaves_nothing_unknown()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.Server.DisposeAsync();

        var read = await FailAsync(harness.ReadAsync);
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Transient, false), (read.Kind, read.OutcomeUnknown));
        Assert.Equal((CallFault.Transient, false), (write.Kind, write.OutcomeUnknown));
    }

    [Fact]
    public async Task A_cancelled_read_ends_as_cancelled()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Never(Misbehaviour.Silence));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var call = harness.ReadAsync(cancel.Token);
        await harness.Server.RequestArrivedAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(harness.Server.Received);
    }

    [Fact]
    public async Task A_write_cancelled_under_way_may_have_taken_effect()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Never(Misbehaviour.Silence));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var call = harness.WriteAsync(cancel.Token);
        await harness.Server.RequestArrivedAsync(Cancellation);
        await cancel.CancelAsync();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => call);
        Assert.True(fault.OutcomeUnknown);
    }

    [Fact]
    public async Task A_call_cancelled_before_it_began_sends_nothing()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.WriteAsync(cancel.Token));

        Assert.Empty(harness.Server.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("<!doctype html><title>Welcome</title>")]
    [InlineData("\u0000\u0001\uFFFF")]
    public async Task An_answer_that_says_nothing_is_a_transient_fault(string body)
    {
        await using var harness = await StartAsync(Long, Cancellation);

        harness.Server.AnswerNext(ScriptedAnswer.Json(body));
        var read = await FailAsync(harness.ReadAsync);
        harness.Server.AnswerNext(ScriptedAnswer.Json(body));
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Transient, false), (read.Kind, read.OutcomeUnknown));
        Assert.Equal((CallFault.Transient, true), (write.Kind, write.OutcomeUnknown));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        // Valid, and beyond what any connector takes for an answer.
        var endless = ScriptedAnswer.Json($"{{\"id\":\"1\",\"rest\":\"{new string('x', 33 * 1024 * 1024)}\"}}");

        harness.Server.AnswerNext(endless);
        var read = await FailAsync(harness.ReadAsync);
        harness.Server.AnswerNext(endless);
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Permanent, false), (read.Kind, read.OutcomeUnknown));
        Assert.True(write.OutcomeUnknown);
        Assert.InRange(write.Message.Length, 1, 1100);
    }

    [Fact]
    public async Task Refused_credentials_hold_up_what_shares_them()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.Otherwise = _ => harness.LoginRefused;

        var read = await FailAsync(harness.ReadAsync);
        var write = await FailAsync(harness.WriteAsync);

        Assert.Equal((CallFault.Auth, false), (read.Kind, read.OutcomeUnknown));
        Assert.Equal((CallFault.Auth, false), (write.Kind, write.OutcomeUnknown));
        Assert.StartsWith("connection:", write.Scope, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_call_is_not_repeated_and_waits_as_long_as_the_answer_says()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var now = DateTimeOffset.Parse("2031-05-06T07:08:09Z", CultureInfo.InvariantCulture);

        harness.Server.AnswerNext(harness.Throttled);
        var unnamed = await FailAsync(harness.ReadAsync);
        harness.Server.AnswerNext(harness.Throttled.With(("Retry-After", "90")));
        var seconds = await FailAsync(harness.WriteAsync);
        // The server's clock is years ahead of ours: only the difference of its own two times counts.
        harness.Server.AnswerNext(harness.Throttled.With(("Date", now.ToString("R")), ("Retry-After", now.AddMinutes(7).ToString("R"))));
        var date = await FailAsync(harness.WriteAsync);

        Assert.All([unnamed, seconds, date], fault => Assert.Equal((CallFault.RateLimited, false), (fault.Kind, fault.OutcomeUnknown)));
        Assert.Equal(harness.ThrottleWait, unnamed.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(90), seconds.RetryAfter);
        Assert.Equal(TimeSpan.FromMinutes(7), date.RetryAfter);
        Assert.Equal(3, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task Credentials_do_not_follow_a_redirect(int status)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await using var elsewhere = new ScriptedHttpServer();
        harness.Server.AnswerNext(ScriptedAnswer.Empty(status).With(("Location", new Uri(elsewhere.Url, "/new?access_token=abc").AbsoluteUri)));

        var fault = await FailAsync(harness.ReadAsync);

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains(elsewhere.Url.Authority, fault.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task A_redirect_to_a_path_of_the_same_host_is_a_fault_as_well()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Server.AnswerNext(ScriptedAnswer.Empty(302).With(("Location", "/login?access_token=of-somebody")));

        var fault = await FailAsync(harness.ReadAsync);

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("/login", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-somebody", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_in_any_message_or_log_line()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var texts = new List<string>();
        foreach (var secret in harness.Secrets)
        {
            foreach (var body in Echoes(secret))
            {
                foreach (var status in new[] { 200, 400, 401, 429, 500 })
                {
                    harness.Server.Otherwise = _ => ScriptedAnswer.Json(body, status);
                    texts.Add((await Record.ExceptionAsync(() => harness.WriteAsync(Cancellation)))?.ToString() ?? "");
                }
            }
        }

        var all = string.Join('\n', texts) + harness.Log.Text;
        Assert.NotEmpty(harness.Log.Text);
        Assert.All(harness.Secrets, secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.All(harness.Secrets, secret => Assert.DoesNotContain(WebUtility.UrlEncode(secret), all, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Echoes(string secret) =>
    [
        $$$"""{"error":{"message":"no good: {{{secret}}}","type":"X","code":1}}""",
        $$$"""{"error":{"message":"see https://a.test/?x=1&y={{{WebUtility.UrlEncode(secret)}}}","type":"X","code":100}}""",
        $"<html><title>{secret}</title></html>",
        // Where the cut would leave a part of it.
        new string('.', 490) + secret,
    ];

    private static Task<ConnectorException> FailAsync(Func<CancellationToken, Task> call)
        => Assert.ThrowsAsync<ConnectorException>(() => call(Cancellation));
}
