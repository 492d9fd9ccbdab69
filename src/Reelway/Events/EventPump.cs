using System.Collections.Concurrent;
using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Events;

/// <summary>Starts runs for events. Any number of processes may do it at once: a cursor moves from where it was seen, or not at all.</summary>
/// <remarks>
/// An event's run has a key of the subscriber and the event, so that a start that is repeated after a crash finds the run of the first. Whoever keeps
/// an order or a bound first takes events, together with the move of the cursor, and starts their runs from what it has taken.
/// </remarks>
internal sealed class EventPump(
    EventStore store, IRuns runs, EventSubscribers subscribers, EventBell bell, TimeProvider clock, ILogger<EventPump> log)
    : BackgroundService
{
    /// <summary>How soon an event is seen that nobody rang for.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    private const int Batch = 256;

    /// <summary>Subscribers that are brought on at once: one that stands still is looked at too, and costs the others the less. Each takes a connection.</summary>
    private const int SideBySide = 4;

    /// <summary>Most events that a subscriber that keeps an order has taken: a subject that stands still holds up others only then.</summary>
    private const int MostTaken = 10_000;

    // Told once until it is over: every round sees it.
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>Brings every subscriber on as far as there is something for it now.</summary>
    /// <returns>True when there is more to do.</returns>
    public async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        // What is settled meanwhile is brought by the next round.
        var settling = store.SettleAsync(cancellation);
        var bringing = BringOnAsync(cancellation);
        await Task.WhenAll(settling, bringing);
        return await settling | await bringing;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var more = false;
            try
            {
                more = await RoundAsync(stoppingToken);
                _told.TryRemove("", out _);
            }
            catch (StorageException unusable)
            {
                Tell("", unusable.Message);
            }

            if (!more)
            {
                await bell.WaitAsync(Idle, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> BringOnAsync(CancellationToken cancellation)
    {
        var more = 0;
        await Parallel.ForEachAsync(
            await subscribers.CurrentAsync(cancellation), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation },
            async (subscription, token) =>
            {
                if (await BringOnAsync(subscription, token))
                {
                    Interlocked.Increment(ref more);
                }
            });
        return more > 0;
    }

    private async Task<bool> BringOnAsync(Subscription subscription, CancellationToken cancellation)
    {
        try
        {
            var more = subscription.InOrder || subscription.AtMost is not null
                ? await TakeAsync(subscription, cancellation)
                : await PassAsync(subscription, cancellation);
            _told.TryRemove(subscription.Name, out _);
            return more;
        }
        catch (CursorMovedException)
        {
            return true;
        }
        catch (Exception failure) when (failure is FaultException or UnknownFlowException)
        {
            // Its cursor stands; the others go on.
            Tell(subscription.Name, failure.Message);
            return false;
        }
    }

    private async Task<bool> PassAsync(Subscription subscription, CancellationToken cancellation)
    {
        if (await store.NextAsync(subscription.Name, subscription.Types, Batch, cancellation) is not { } batch || batch.End == batch.After)
        {
            return false;
        }

        var starts = batch.Events.Where(subscription.Wants).Select(told => subscription.Start(told, KeyOf(subscription, told, batch.Round))).ToList();
        await runs.StartManyAsync(starts, session => EventStore.MoveAsync(session, subscription.Name, batch, [], []), cancellation);
        return batch.Events.Count == Batch;
    }

    private async Task<bool> TakeAsync(Subscription subscription, CancellationToken cancellation)
    {
        // Looked at before what is taken: whoever takes some in between moves the cursor, and this move is then refused.
        var most = subscription.AtMost ?? Batch;
        if (await store.NextAsync(subscription.Name, subscription.Types, most, cancellation) is not { } next)
        {
            return false;
        }

        var taken = await store.TakenAsync(subscription.Name, cancellation);
        var open = (await runs.OpenAsync([.. taken.Where(one => one.RunId is not null).Select(one => new RunId(one.RunId!.Value))], cancellation)).ToHashSet();
        var done = taken.Where(one => one.RunId is { } run && !open.Contains(new RunId(run))).Select(one => one.Position).ToList();
        var batch = next.First((subscription.InOrder ? MostTaken : most) - taken.Count + done.Count);
        if (batch.End > batch.After)
        {
            // What a replay brings while it is still at work is not started beside itself.
            var known = taken.Select(one => one.Position).Except(done).ToHashSet();
            await TakeAsync(subscription, batch, done, [.. batch.Events.Where(told => subscription.Wants(told) && !known.Contains(told.Position))], cancellation);
        }
        else if (done.Count > 0)
        {
            await store.DoneAsync(subscription.Name, done, cancellation);
        }

        if (subscription.InOrder || taken.Any(one => one.RunId is null))
        {
            await StartTakenAsync(subscription, open, cancellation);
        }

        return batch.Events.Count > 0 && next.Events.Count == most;
    }

    /// <summary>Moves the cursor. Runs that nothing has to end before are started by the same transaction.</summary>
    private async Task TakeAsync(
        Subscription subscription, EventBatch batch, IReadOnlyList<long> done, IReadOnlyList<RecordedEvent> wanted, CancellationToken cancellation)
    {
        if (subscription.InOrder)
        {
            await store.MoveAsync(subscription.Name, batch, done, [.. wanted.Select(told => new TakenRun(told, RunId: null))], cancellation);
            return;
        }

        await runs.StartManyAsync(
            [.. wanted.Select(told => subscription.Start(told, KeyOf(subscription, told, batch.Round)))],
            (session, started) => EventStore.MoveAsync(session, subscription.Name, batch, done, [.. wanted.Zip(started, (told, run) => new TakenRun(told, run.Id.Value))]),
            cancellation);
    }

    private async Task StartTakenAsync(Subscription subscription, HashSet<RunId> open, CancellationToken cancellation)
    {
        var taken = await store.TakenAsync(subscription.Name, cancellation);
        var next = taken.Where(one => one.RunId is null);
        if (subscription.InOrder)
        {
            next = taken.GroupBy(one => one.Subject, StringComparer.Ordinal).Select(same => same.First()).Where(first => first.RunId is null);
        }

        var rounds = next.Take((subscription.AtMost ?? Batch) - Math.Min(open.Count, subscription.AtMost ?? 0)).ToDictionary(one => one.Position, one => one.Round);
        if (rounds.Count == 0)
        {
            return;
        }

        var events = await store.ReadAsync([.. rounds.Keys], cancellation);
        var started = await runs.StartManyAsync(
            [.. events.Select(told => subscription.Start(told, KeyOf(subscription, told, rounds[told.Position])))], static _ => Task.CompletedTask, cancellation);
        await store.NoteRunsAsync(subscription.Name, [.. events.Zip(started, (told, run) => (told.Position, run.Id.Value))], cancellation);
    }

    private static string KeyOf(Subscription subscription, RecordedEvent told, long round)
        => $"{subscription.Name}/{told.Id}{(round == 0 ? "" : $"/{round}")}";

    private void Tell(string subscriber, string sentence)
    {
        if (_told.TryGetValue(subscriber, out var before) && before == sentence)
        {
            return;
        }

        _told[subscriber] = sentence;
        log.EventsStand(subscriber.Length == 0 ? "all subscribers" : subscriber, sentence);
    }
}
