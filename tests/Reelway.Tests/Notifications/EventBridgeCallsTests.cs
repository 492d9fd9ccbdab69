using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Notifications;

namespace Reelway.Tests.Notifications;

/// <summary>How events share calls, with calls that end when the test says so.</summary>
public sealed class EventBridgeCallsTests : IDisposable
{
    private const long Limit = 256 * 1024;

    private readonly List<(IReadOnlyList<OutgoingEvent> Events, TaskCompletionSource<IReadOnlyList<EventPut>> Answer)> _made = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly EventBridgeCalls _calls;

    public EventBridgeCallsTests() => _calls = new EventBridgeCalls(CallAsync);

    public void Dispose() => _begun.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_while_calls_are_on_their_way_goes_together_ten_at_a_time_and_in_order()
    {
        var first = await OccupyAsync();
        var rest = Enumerable.Range(0, 23).Select(i => _calls.PutAsync(Entry($"{i}"), Limit, Cancellation)).ToList();

        await AnswerAllAsync(5);

        Assert.Equal([1, 1, 10, 10, 3], _made.Select(made => made.Events.Count));
        Assert.Equal(Enumerable.Range(0, 23).Select(i => $"{i}"), _made.Skip(2).SelectMany(made => made.Events).Select(entry => entry.Detail));
        Assert.Equal(Enumerable.Range(0, 23).Select(i => $"id-{i}"), await Task.WhenAll(rest));
        await Task.WhenAll(first);
    }

    [Fact]
    public async Task Ten_large_ones_share_calls_as_far_as_a_call_may_hold()
    {
        var first = await OccupyAsync();
        var rest = Enumerable.Range(0, 10).Select(i => _calls.PutAsync(Entry(new string('x', 100 * 1024)), Limit, Cancellation)).ToList();

        await AnswerAllAsync(7);

        Assert.Equal([1, 1, 2, 2, 2, 2, 2], _made.Select(made => made.Events.Count));
        await Task.WhenAll(first.Concat(rest));
    }

    [Fact]
    public async Task One_that_is_refused_fails_alone_and_a_call_that_fails_fails_each()
    {
        var first = await OccupyAsync();
        var (good, bad) = (_calls.PutAsync(Entry("good"), Limit, Cancellation), _calls.PutAsync(Entry("bad"), Limit, Cancellation));

        Answer(0);
        await _begun.WaitAsync(Cancellation);
        _made[2].Answer.SetResult([new EventPut("id-good", null), new EventPut(null, Fault())]);
        _made[1].Answer.SetException(Fault());

        Assert.Equal("id-good", await good);
        await Assert.ThrowsAsync<ConnectorException>(() => bad);
        await Assert.ThrowsAsync<ConnectorException>(() => first[1]);
    }

    [Fact]
    public async Task Who_no_longer_waits_is_left_out_and_the_line_goes_on()
    {
        var first = await OccupyAsync();
        using var gone = new CancellationTokenSource();
        var left = _calls.PutAsync(Entry("left"), Limit, gone.Token);
        var stays = _calls.PutAsync(Entry("stays"), Limit, Cancellation);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        await AnswerAllAsync(3);

        Assert.Equal("id-stays", await stays);
        await Task.WhenAll(first);
        var after = _calls.PutAsync(Entry("after"), Limit, Cancellation);
        await _begun.WaitAsync(Cancellation);
        Answer(3);
        Assert.Equal("id-after", await after);
    }

    // As many calls as go at once, each with one event.
    private async Task<List<Task<string>>> OccupyAsync()
    {
        var first = new List<Task<string>>();
        for (var i = 0; i < EventBridgeCalls.MostAtOnce; i++)
        {
            first.Add(_calls.PutAsync(Entry("first"), Limit, Cancellation));
            await _begun.WaitAsync(Cancellation);
        }

        return first;
    }

    private async Task AnswerAllAsync(int calls)
    {
        for (var at = 0; at < calls; at++)
        {
            Answer(at);
            if (at + EventBridgeCalls.MostAtOnce < calls)
            {
                await _begun.WaitAsync(Cancellation);
            }
        }
    }

    private void Answer(int at) => _made[at].Answer.SetResult([.. _made[at].Events.Select(entry => new EventPut($"id-{entry.Detail}", null))]);

    private Task<IReadOnlyList<EventPut>> CallAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<EventPut>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_made)
        {
            _made.Add((events, answer));
        }

        _begun.Release();
        return answer.Task;
    }

    private static OutgoingEvent Entry(string detail) => new("reelway", "talk.published", detail);

    private static ConnectorException Fault() => new("AWS", CallFault.RateLimited, "could not put an event");
}
