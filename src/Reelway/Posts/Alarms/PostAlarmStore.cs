using Reelway.Storage;

namespace Reelway.Posts.Alarms;

/// <summary>Which dead letters an alarm was raised about.</summary>
internal sealed class PostAlarmStore(IDatabase database)
{
    /// <summary>Those that none was raised about.</summary>
    public async Task<IReadOnlySet<AlarmKey>> NewAsync(IReadOnlyList<AlarmKey> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
        {
            return new HashSet<AlarmKey>();
        }

        var known = await database.ReadAsync(
            session => session.QueryAsync<AlarmKey>("SELECT run_id, ended_ms FROM post_alarm WHERE run_id IN @runs", new { runs = keys.Select(key => key.RunId).ToArray() }), cancellation);
        return keys.Except(known).ToHashSet();
    }

    /// <summary>Notes that one was raised.</summary>
    public static Task NoteAsync(IDbSession session, AlarmKey key, long ms) => session.ExecuteAsync(
        "INSERT INTO post_alarm(run_id, ended_ms, at_ms) VALUES(@RunId, @EndedMs, @ms) ON CONFLICT(run_id, ended_ms) DO NOTHING", new { key.RunId, key.EndedMs, ms });
}

/// <summary>A dead letter, as it failed at a time.</summary>
internal sealed record AlarmKey
{
    public AlarmKey()
    {
    }

    public AlarmKey(long runId, long endedMs) => (RunId, EndedMs) = (runId, endedMs);

    public long RunId { get; init; }

    public long EndedMs { get; init; }
}
