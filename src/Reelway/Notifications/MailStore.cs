using Reelway.Engine;
using Reelway.Events;
using Reelway.Storage;

namespace Reelway.Notifications;

/// <summary>What waits to be mailed, and when a cause was mailed last: for all processes, and across their ends.</summary>
internal sealed class MailStore(IDatabase database) : IAgeing
{
    /// <summary>Within so long a cause is mailed once.</summary>
    private const long CauseMs = 60 * 60 * 1000;

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("mails", typeof(MailStore).Assembly, "Reelway.Notifications.Migrations");

    /// <summary>Asks for the right to mail an event about its cause; who does not get it leaves the event for later.</summary>
    /// <returns>True when this run is the one to mail it, however often it asks.</returns>
    public Task<bool> ClaimAsync(string cause, long position, RunId run, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var claimed = await session.ExecuteAsync(
                    $"""
                    INSERT INTO mail_cause(cause, sent_ms, run_id) VALUES(@cause, @now, @run)
                    ON CONFLICT(cause) DO UPDATE
                      SET sent_ms = CASE WHEN mail_cause.run_id = excluded.run_id THEN mail_cause.sent_ms ELSE excluded.sent_ms END, run_id = excluded.run_id
                      WHERE mail_cause.run_id = excluded.run_id OR mail_cause.sent_ms <= excluded.sent_ms - {CauseMs}
                    """,
                    new { cause, now = database.NowMs, run = run.Value }) > 0;
                if (!claimed)
                {
                    await WaitAsync(session, cause, position, called: true);
                }

                return claimed;
            },
            cancellation);

    /// <summary>Leaves an event for the next digest.</summary>
    public static Task WaitAsync(IDbSession session, string box, long position, bool called)
        => session.ExecuteAsync(
            "INSERT INTO mail_waiting(box, position, called) VALUES(@box, @position, @called) ON CONFLICT(box, position) DO NOTHING",
            new { box, position, called = called ? 1L : 0L });

    /// <summary>Digests that have taken something and have not said that they are done with it.</summary>
    public async Task<IReadOnlyList<RunId>> TakersAsync(CancellationToken cancellation)
        => [.. (await database.ReadAsync(session => session.QueryAsync<long>("SELECT DISTINCT run_id FROM mail_waiting WHERE run_id IS NOT NULL"), cancellation)).Select(run => new RunId(run))];

    /// <summary>Takes what waits, and what others had taken that will mail it no more. Causes that were mailed within the hour wait on.</summary>
    /// <param name="atWork">Digests that are still open.</param>
    /// <returns>All that this run has taken, however often it asks.</returns>
    public Task<IReadOnlyList<WaitingMail>> TakeAsync(RunId run, IReadOnlyList<RunId> atWork, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var (now, others) = (database.NowMs, atWork.Where(one => one != run).Select(one => one.Value).Append(0).ToList());
                await session.ExecuteAsync(
                    $"""
                    UPDATE mail_waiting SET run_id = @run
                    WHERE (run_id IS NULL OR NOT (run_id IN @others))
                      AND (called = 0 OR NOT EXISTS (SELECT 1 FROM mail_cause WHERE mail_cause.cause = mail_waiting.box AND mail_cause.sent_ms > @now - {CauseMs} AND mail_cause.run_id <> @run))
                    """,
                    new { run = run.Value, others, now });
                await session.ExecuteAsync(
                    "UPDATE mail_cause SET sent_ms = @now, run_id = @run WHERE run_id <> @run AND cause IN (SELECT box FROM mail_waiting WHERE run_id = @run AND called = 1)",
                    new { run = run.Value, now });
                return await session.QueryAsync<WaitingMail>(
                    "SELECT box, position, called FROM mail_waiting WHERE run_id = @run ORDER BY position", new { run = run.Value });
            },
            cancellation);

    /// <summary>Notes that a digest is done with what it had taken.</summary>
    public static Task DoneAsync(IDbSession session, RunId run) => session.ExecuteAsync("DELETE FROM mail_waiting WHERE run_id = @run", new { run = run.Value });

    /// <inheritdoc/>
    public Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
        => database.WriteAsync(session => session.ExecuteAsync("DELETE FROM mail_cause WHERE sent_ms < @before", new { before = database.NowMs - (long)age.TotalMilliseconds }), cancellation);
}

/// <summary>An event whose mail waited.</summary>
internal sealed class WaitingMail
{
    public string Box { get; init; } = "";

    public long Position { get; init; }

    /// <summary>1: the box is a cause.</summary>
    public long Called { get; init; }
}
