using System.Diagnostics.Metrics;
using System.Text.Json;
using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Frame.Metrics;

namespace Reelway.Posts.Alarms;

/// <summary>Finds the dead letters of posts that nobody has looked after, announces each once, and mirrors it.</summary>
internal sealed class PostAlarms
{
    private const int PageSize = 200;

    /// <summary>At most so many alarms a look, the oldest first; the rest follows with the next look.</summary>
    internal const int MostAtOnce = 200;

    private readonly IRuns _runs;
    private readonly PostStore _posts;
    private readonly PostAlarmStore _store;
    private readonly Current<PostsOptions> _current;
    private readonly ConnectionPool _connections;
    private readonly TimeProvider _time;
    private readonly Counter<long> _raised;

    public PostAlarms(IRuns runs, PostStore posts, PostAlarmStore store, Current<PostsOptions> current, ConnectionPool connections, TimeProvider time, IMeterFactory meters)
    {
        (_runs, _posts, _store, _current, _connections, _time) = (runs, posts, store, current, connections, time);
        _raised = meters.Create(ProcessMeter.Name).CreateCounter<long>("reelway.posts.alarms", "{alarm}", "Dead letters of posts that an alarm was raised about.");
    }

    /// <summary>The step <c>raise</c>.</summary>
    public async Task<IReadOnlyList<DeadLetter>> RaiseAsync(IStep step)
    {
        var now = _time.GetUtcNow();
        var fresh = new List<RunSummary>();
        foreach (var flow in new[] { SendPost.Flow, KeepRefusedEvent.Flow })
        {
            fresh.AddRange(await FreshAsync(flow, now - _current.Value.AlarmAfter, step.Cancellation));
        }

        var letters = new List<DeadLetter>();
        foreach (var run in fresh.OrderBy(EndOf).Take(MostAtOnce))
        {
            var post = run.Flow == SendPost.Flow && PostRow.TryParseRunKey(run.Key, out var id, out _) ? await _posts.FindAsync(id, step.Cancellation) : null;
            var letter = new DeadLetter(run.Id.ToString(), post?.Id.ToString(), post?.Reference, run.Why ?? "It has failed.", EndOf(run));
            letters.Add(letter);
            var key = KeyOf(run);
            step.Commit(session => PostAlarmStore.NoteAsync(session, key, now.ToUnixTimeMilliseconds()));
            step.Commit(session => EventStore.RecordAsync(
                session, new PostAlarm(letter.Run, letter.Post, letter.Reference, letter.Reason, PostTimes.Write(letter.Since)), $"{key.EndedMs}", now));
        }

        _raised.Add(letters.Count);
        return letters;
    }

    /// <summary>The step <c>mirror</c>: a message for each, so that an alarm on the queue's age goes on working. Repeated, a message may come twice.</summary>
    public async Task MirrorAsync(IReadOnlyList<DeadLetter> letters, IStep step)
    {
        if (_current.Value.DeadLetterQueue is not { Queue.Length: > 0 } mirror)
        {
            return;
        }

        var queues = await _connections.UseAsync<AwsQueues>(step, mirror.Connection);
        var url = await queues.FindUrlAsync(mirror.Queue, step.Cancellation);
        for (var at = step.Checkpoint<MirroredLetters>()?.Count ?? 0; at < letters.Count; at++)
        {
            await queues.SendAsync(url, JsonSerializer.Serialize(letters[at], PostsJson.Default.DeadLetter), $"{letters[at].Run}/{letters[at].Since.ToUnixTimeMilliseconds()}", step.Cancellation);
            await step.SaveCheckpointAsync(new MirroredLetters(at + 1));
        }
    }

    /// <summary>The dead letters of a flow that are old enough and that no alarm was raised about. All are looked at: the newest say nothing of those behind them.</summary>
    private async Task<IReadOnlyList<RunSummary>> FreshAsync(string flow, DateTimeOffset before, CancellationToken cancellation)
    {
        var fresh = new List<RunSummary>();
        var query = new RunQuery(Flow: flow, States: [RunState.Failed], NeedsPerson: true, Limit: PageSize);
        for (RunId? next = null; ;)
        {
            var page = await _runs.ListAsync(query with { Before = next }, cancellation);
            var old = page.Items.Where(run => EndOf(run) <= before).ToList();
            var keys = await _store.NewAsync([.. old.Select(KeyOf)], cancellation);
            fresh.AddRange(old.Where(run => keys.Contains(KeyOf(run))));
            next = page.Next;
            if (next is null)
            {
                return fresh;
            }
        }
    }

    private static AlarmKey KeyOf(RunSummary run) => new(run.Id.Value, EndOf(run).ToUnixTimeMilliseconds());

    private static DateTimeOffset EndOf(RunSummary run) => run.EndedAt ?? run.UpdatedAt;
}

/// <summary>How many letters have been mirrored.</summary>
internal sealed record MirroredLetters(int Count);
