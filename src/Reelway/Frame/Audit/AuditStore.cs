using Reelway.Storage;

namespace Reelway.Frame.Audit;

/// <summary>Who has done what that changes how the product works.</summary>
internal sealed class AuditStore(IDatabase database)
{
    private const int PurgedAtOnce = 1000;

    private const string Columns =
        "position, time_ms AS at_ms, actor, action, subject, detail, before_text AS before, after_text AS after, reason";

    /// <summary>The table behind it.</summary>
    public static MigrationSet Migrations { get; } = new("audit", typeof(AuditStore).Assembly, "Reelway.Frame.Audit.Migrations");

    /// <summary>Records an action inside the transaction that carries it out.</summary>
    /// <param name="subject">What it was done to: <c>connection/fb-main</c>.</param>
    /// <param name="detail">A sentence that holds no secret; empty when there is nothing to add.</param>
    /// <param name="before">What it was, in a few words.</param>
    /// <param name="after">What it is now.</param>
    /// <param name="reason">Why, as whoever did it has said.</param>
    public static Task RecordAsync(
        IDbSession session, long nowMs, string actor, string action, string subject, string detail, string? before = null, string? after = null, string? reason = null)
        => session.ExecuteAsync(
            """
            INSERT INTO audit(time_ms, actor, action, subject, detail, before_text, after_text, reason)
            VALUES(@nowMs, @actor, @action, @subject, @detail, @before, @after, @reason)
            """,
            new { nowMs, actor, action, subject, detail, before, after, reason });

    /// <summary>Records an action that changes nothing else.</summary>
    public Task RecordAsync(string actor, string action, string subject, string detail, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await RecordAsync(session, database.NowMs, actor, action, subject, detail);
            return true;
        },
        cancellation);

    /// <summary>What was done to a subject, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string subject, int most, CancellationToken cancellation)
        => SearchAsync(new AuditQuery(Subject: subject), long.MaxValue, most, cancellation);

    /// <summary>What was done, newest first.</summary>
    /// <param name="before">Only what was recorded before this position.</param>
    public Task<IReadOnlyList<AuditEntry>> SearchAsync(AuditQuery query, long before, int most, CancellationToken cancellation)
    {
        string[] wanted =
        [
            .. query.Actor is null ? Array.Empty<string>() : ["actor = @Actor"],
            .. query.Action is null ? Array.Empty<string>() : query.IsBeginOfAction ? [@"action LIKE @actions ESCAPE '\'"] : ["action = @actions"],
            .. query.Subject is null ? Array.Empty<string>() : ["subject = @Subject"],
            .. query.Since is null ? Array.Empty<string>() : ["time_ms >= @since"],
            .. query.Until is null ? Array.Empty<string>() : ["time_ms < @until"],
        ];
        return database.ReadAsync(
            session => session.QueryAsync<AuditEntry>(
                $"SELECT {Columns} FROM audit WHERE position < @before{string.Concat(wanted.Select(one => " AND " + one))} ORDER BY position DESC LIMIT @most",
                new
                {
                    before,
                    most,
                    query.Actor,
                    actions = query.IsBeginOfAction ? LikePattern.BeginningWith(query.Action![..^1]) : query.Action,
                    query.Subject,
                    since = query.Since?.ToUnixTimeMilliseconds(),
                    until = query.Until?.ToUnixTimeMilliseconds(),
                }),
            cancellation);
    }

    /// <summary>Removes what was recorded longer ago.</summary>
    /// <returns>How much.</returns>
    public async Task<long> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var old = database.NowMs - (long)age.TotalMilliseconds;
        for (var all = 0L; ;)
        {
            // In batches, so that other writers come in between.
            var removed = await database.WriteAsync(
                session => session.ExecuteAsync(
                    "DELETE FROM audit WHERE position IN (SELECT position FROM audit WHERE time_ms < @old ORDER BY time_ms LIMIT @most)", new { old, most = PurgedAtOnce }),
                cancellation);
            all += removed;
            if (removed < PurgedAtOnce)
            {
                return all;
            }
        }
    }
}

/// <summary>Which part of the log is wanted.</summary>
/// <param name="Action">One, or all that begin so where it ends with *.</param>
internal sealed record AuditQuery(string? Actor = null, string? Action = null, string? Subject = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    internal bool IsBeginOfAction => Action?.EndsWith('*') == true;
}

/// <summary>Something that was done.</summary>
internal sealed record AuditEntry(
    long Position, DateTimeOffset At, string Actor, string Action, string Subject, string Detail, string? Before, string? After, string? Reason);
