using System.Globalization;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Contracts.Time;

namespace Reelway.Contracts.Connectors;

/// <summary>What every kind of queue must do, whichever server speaks for it and however its answers get lost. A new server adds one subclass and no new assertions.</summary>
public abstract class QueueContract
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // Long enough for a server on a busy machine to answer in, short enough to wait for three times.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty queue, and calls that end after <paramref name="callTimeout"/>.</summary>
    internal abstract Task<IQueueHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation);

    [Fact]
    public async Task A_message_is_received_hidden_given_back_and_deleted()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);

        var first = Assert.Single(await ReceiveAsync(harness));
        Assert.Empty(await ReceiveAsync(harness));
        await harness.Queues.ChangeVisibilityAsync(harness.Url, first.Handle, TimeSpan.Zero, Cancellation);
        var second = Assert.Single(await ReceiveAsync(harness));
        Assert.Empty(await DeleteAsync(harness, second));

        Assert.Equal(0, await LeftAsync(harness));
        Assert.Equal(("one", "one", first.Id), (first.Body, second.Body, second.Id));
        Assert.Equal(1, first.Receives);
        // One of the servers also counts the receive that found it hidden.
        Assert.InRange(second.Receives ?? 0, 2, 3);
        Assert.NotNull(first.SentAt);
    }

    [Fact]
    public async Task A_message_is_deleted_twice_without_harm()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        var message = Assert.Single(await ReceiveAsync(harness));

        await DeleteAsync(harness, message);
        await DeleteAsync(harness, message);

        Assert.Equal(0, await LeftAsync(harness));
    }

    [Fact]
    public async Task Many_messages_come_ten_at_a_time_and_none_twice()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        for (var number = 0; number < 25; number++)
        {
            await harness.SendAsync($"{number}", Cancellation);
        }

        var bodies = new List<string>();
        while (await ReceiveAsync(harness) is { Count: > 0 } some)
        {
            Assert.InRange(some.Count, 1, AwsQueues.MostMessages);
            bodies.AddRange(some.Select(message => message.Body));
            Assert.Empty(await DeleteAsync(harness, [.. some]));
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"{number}").Order(), bodies.Order());
    }

    [Fact]
    public async Task A_text_comes_as_it_was_sent_however_odd_or_long()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        var text = "{\"key\":\"a+b%20<&>\\\\\"}\n\té ≠ " + new string('x', 200_000);

        await harness.SendAsync(text, Cancellation);

        Assert.Equal(text, Assert.Single(await ReceiveAsync(harness)).Body);
    }

    [Fact]
    public async Task Attributes_tell_the_queue_and_one_that_is_not_there_is_told_as_missing()
    {
        await using var harness = await StartAsync(Long, Cancellation);

        Assert.StartsWith("arn:aws:sqs:", (await harness.Queues.ReadAttributesAsync(harness.Url, Cancellation))["QueueArn"], StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Queues.FindUrlAsync("not-there", Cancellation));
        Assert.Equal(CallFault.Permanent, fault.Kind);
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.Reset)]
    public async Task A_receive_that_never_arrived_is_asked_again(Misbehaviour how)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Never(how), ScriptedAnswer.Empty(500));

        Assert.Equal("one", Assert.Single(await ReceiveAsync(harness)).Body);
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.CutBody)]
    public async Task Messages_whose_receive_was_lost_come_again(Misbehaviour how)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Behind(how, bytesBefore: 20));

        Assert.Empty(await ReceiveAsync(harness, TimeSpan.FromSeconds(1)));
        var message = Assert.Single(await UntilReceivedAsync(harness));

        Assert.Equal(("one", 2), (message.Body, message.Receives));
    }

    [Theory]
    [InlineData(Misbehaviour.Close)]
    [InlineData(Misbehaviour.CutBody)]
    public async Task A_delete_whose_answer_was_lost_is_unknown_and_may_be_repeated(Misbehaviour how)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        var message = Assert.Single(await ReceiveAsync(harness));
        harness.Relay.AnswerNext(ScriptedAnswer.Behind(how, bytesBefore: 1));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => DeleteAsync(harness, message));
        await DeleteAsync(harness, message);

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Equal(0, await LeftAsync(harness));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("<!doctype html><title>Welcome</title>")]
    public async Task An_answer_that_says_nothing_costs_no_message(string body)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Html(body, 200));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ReceiveAsync(harness));

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal("one", Assert.Single(await ReceiveAsync(harness)).Body);
    }

    [Fact]
    public async Task An_empty_answer_is_an_empty_receive()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Empty(200), ScriptedAnswer.Json("{}"));

        Assert.Empty(await ReceiveAsync(harness));
        Assert.Empty(await ReceiveAsync(harness));
        Assert.Empty(await ReceiveAsync(harness));
    }

    [Fact]
    public async Task A_storm_of_errors_is_transient_and_passes()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        harness.Relay.AnswerNext(Enumerable.Repeat(ScriptedAnswer.Html("<title>Bad gateway</title>", 502), 3));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ReceiveAsync(harness));

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Equal("one", Assert.Single(await ReceiveAsync(harness)).Body);
    }

    [Fact]
    public async Task One_call_too_many_names_the_wait_where_the_answer_does()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Relay.AnswerNext(
            ScriptedAnswer.Empty(429), ScriptedAnswer.Empty(429).With(("Retry-After", "90")),
            ScriptedAnswer.Json("""{"__type":"com.amazonaws.sqs#RequestThrottled","message":"Slow down."}""", 400));

        var faults = new List<ConnectorException>();
        for (var call = 0; call < 3; call++)
        {
            faults.Add(await Assert.ThrowsAsync<ConnectorException>(() => ReceiveAsync(harness)));
        }

        Assert.All(faults, fault => Assert.Equal(CallFault.RateLimited, fault.Kind));
        Assert.Equal([null, TimeSpan.FromSeconds(90), null], faults.Select(fault => fault.RetryAfter));
    }

    [Theory]
    [InlineData(400, "ExpiredToken")]
    [InlineData(403, "InvalidClientTokenId")]
    public async Task Refused_credentials_hold_up_the_connection_and_cost_no_message(int status, string code)
    {
        await using var harness = await StartAsync(Long, Cancellation);
        await harness.SendAsync("one", Cancellation);
        var message = Assert.Single(await ReceiveAsync(harness));
        harness.Relay.AnswerNext(ScriptedAnswer.Json($$"""{"__type":"com.amazonaws.any#{{code}}","message":"No."}""", status));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => DeleteAsync(harness, message));

        Assert.Equal((CallFault.Auth, "connection:aws", false), (fault.Kind, fault.Scope, fault.OutcomeUnknown));
        Assert.Empty(await DeleteAsync(harness, message));
    }

    [Fact]
    public async Task A_silent_server_costs_no_more_than_the_time_limit_and_no_message()
    {
        await using var harness = await StartAsync(Short, Cancellation);
        await harness.SendAsync("one", Cancellation);
        harness.Relay.AnswerNext(Enumerable.Repeat(ScriptedAnswer.Json("{\"Messages\":[]}") with { Misbehaviour = Misbehaviour.StallBody, BytesBefore = 3 }, 3));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ReceiveAsync(harness));

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Equal("one", Assert.Single(await ReceiveAsync(harness)).Body);
    }

    [Fact]
    public async Task An_answer_that_drips_is_waited_for()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Json("""{"Messages":[]}""") with { Misbehaviour = Misbehaviour.Drip });

        Assert.Empty(await ReceiveAsync(harness));
    }

    [Fact]
    public async Task A_receive_cancelled_in_the_middle_loses_nothing()
    {
        await using var harness = await StartAsync(Long, Cancellation);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        harness.Relay.AnswerNext(ScriptedAnswer.Behind(Misbehaviour.Silence));
        await harness.SendAsync("one", Cancellation);

        var receiving = harness.Queues.ReceiveAsync(harness.Url, 10, TimeSpan.Zero, TimeSpan.FromSeconds(1), cancel.Token);
        await harness.Relay.RequestArrivedAsync(Cancellation);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);

        Assert.Equal("one", Assert.Single(await UntilReceivedAsync(harness)).Body);
    }

    /// <summary>What is there now, hidden from others for a minute unless told otherwise.</summary>
    private static Task<IReadOnlyList<QueueMessage>> ReceiveAsync(IQueueHarness harness, TimeSpan? hidden = null)
        => harness.Queues.ReceiveAsync(harness.Url, AwsQueues.MostMessages, TimeSpan.Zero, hidden ?? TimeSpan.FromMinutes(1), Cancellation);

    /// <summary>Messages are hidden for a while after a receive that nobody heard of.</summary>
    private static Task<IReadOnlyList<QueueMessage>> UntilReceivedAsync(IQueueHarness harness)
        => Eventually.FoundAsync(async () => await ReceiveAsync(harness) is { Count: > 0 } messages ? messages : null, "messages came", Cancellation);

    /// <summary>How many messages the queue still has, hidden ones included.</summary>
    private static async Task<int> LeftAsync(IQueueHarness harness)
    {
        var attributes = await harness.Queues.ReadAttributesAsync(harness.Url, Cancellation);
        return new[] { "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible" }.Sum(name => int.Parse(attributes[name], CultureInfo.InvariantCulture));
    }

    private static Task<IReadOnlyDictionary<string, string>> DeleteAsync(IQueueHarness harness, params QueueMessage[] messages)
        => harness.Queues.DeleteAsync(harness.Url, [.. messages.Select(message => message.Handle)], Cancellation);
}
