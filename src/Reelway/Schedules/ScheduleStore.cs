using Reelway.Storage;

namespace Reelway.Schedules;

/// <summary>The table of schedules.</summary>
internal sealed class ScheduleStore(IDatabase database)
{
    /// <summary>Most schedules that are looked at together.</summary>
    public const int PageSize = 256;

    private const string Columns = "name, rule, next_ms, queued_ms, due_ms, last_ms, last_key, skipped_ms, skipped_why, paused_ms, paused_by";

    /// <summary>What is due, the longest due first, from behind a place on.</summary>
    internal const string DueQuery = $"SELECT {Columns} FROM schedule WHERE due_ms <= @now AND (due_ms, name) > (@fromMs, @from) ORDER BY due_ms, name LIMIT @most";

    /// <summary>When the next is due that is not yet.</summary>
    internal const string NextDueQuery = "SELECT due_ms FROM schedule WHERE due_ms > @now ORDER BY due_ms LIMIT 1";

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("schedules", typeof(ScheduleStore).Assembly, "Reelway.Schedules.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>All rows.</summary>
    public Task<IReadOnlyList<ScheduleRow>> ListAsync(CancellationToken cancellation)
        => database.ReadAsync(session => session.QueryAsync<ScheduleRow>($"SELECT {Columns} FROM schedule"), cancellation);

    /// <summary>A schedule's row; null when no process has known it.</summary>
    public Task<ScheduleRow?> FindAsync(string name, CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<ScheduleRow>($"SELECT {Columns} FROM schedule WHERE name = @name", new { name }), cancellation);

    /// <summary>A page of what is due by now, behind the last one of the page before.</summary>
    public Task<IReadOnlyList<ScheduleRow>> DueAsync(long now, ScheduleRow? after, CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<ScheduleRow>(DueQuery, new { now, fromMs = after?.DueMs ?? long.MinValue, from = after?.Name ?? "", most = PageSize }),
            cancellation);

    /// <summary>When the next is due that is not yet; null when none is.</summary>
    public Task<long?> NextDueAsync(long now, CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<long?>(NextDueQuery, new { now }), cancellation);

    /// <summary>Plans a schedule by another rule, or for the first time. Nothing changes when another process has come before.</summary>
    /// <param name="before">The row as it was; null: there was none.</param>
    public Task<bool> PlanAsync(ScheduleRow? before, ScheduleRow after, CancellationToken cancellation)
        => database.WriteAsync(
            async session => await session.ExecuteAsync(
                before is null
                    ? "INSERT INTO schedule(name, rule, next_ms, due_ms) VALUES(@Name, @Rule, @NextMs, @DueMs) ON CONFLICT(name) DO NOTHING"
                    : """
                      UPDATE schedule SET rule = @Rule, next_ms = @NextMs, queued_ms = @QueuedMs, due_ms = @DueMs
                      WHERE name = @Name AND rule = @wasRule AND next_ms IS NOT DISTINCT FROM @wasNext AND queued_ms IS NOT DISTINCT FROM @wasQueued
                        AND paused_ms IS NOT DISTINCT FROM @PausedMs
                      """,
                new
                {
                    after.Name,
                    after.Rule,
                    after.NextMs,
                    after.QueuedMs,
                    after.DueMs,
                    after.PausedMs,
                    wasRule = before?.Rule,
                    wasNext = before?.NextMs,
                    wasQueued = before?.QueuedMs,
                }) > 0,
            cancellation);

    /// <summary>Goes on to the next slot: one process does, and none whose rule is another one.</summary>
    public Task<bool> MoveAsync(ScheduleRow before, ScheduleRow after, CancellationToken cancellation)
        => database.WriteAsync(session => MoveAsync(session, before, after), cancellation);

    /// <inheritdoc cref="MoveAsync(ScheduleRow, ScheduleRow, CancellationToken)"/>
    public static async Task<bool> MoveAsync(IDbSession session, ScheduleRow before, ScheduleRow after)
        => await session.ExecuteAsync(
            """
            UPDATE schedule SET next_ms = @NextMs, queued_ms = @QueuedMs, due_ms = @DueMs, last_ms = @LastMs, last_key = @LastKey,
              skipped_ms = @SkippedMs, skipped_why = @SkippedWhy
            WHERE name = @Name AND rule = @Rule AND paused_ms IS NULL AND next_ms IS NOT DISTINCT FROM @wasNext AND queued_ms IS NOT DISTINCT FROM @wasQueued
            """,
            new
            {
                after.Name,
                after.Rule,
                after.NextMs,
                after.QueuedMs,
                after.DueMs,
                after.LastMs,
                after.LastKey,
                after.SkippedMs,
                after.SkippedWhy,
                wasNext = before.NextMs,
                wasQueued = before.QueuedMs,
            }) > 0;

    /// <summary>Notes a run that a person starts, unless another has begun since the last look.</summary>
    public static async Task<bool> NoteRunAsync(IDbSession session, ScheduleRow before, string key)
        => await session.ExecuteAsync(
            "UPDATE schedule SET last_key = @key WHERE name = @Name AND last_key IS NOT DISTINCT FROM @LastKey", new { key, before.Name, before.LastKey }) > 0;

    /// <summary>Lets no slot of it begin, until it is resumed. False when it is paused already.</summary>
    public Task<bool> PauseAsync(string name, string by, Func<IDbSession, Task> also, CancellationToken cancellation)
        => ChangeAsync(
            "UPDATE schedule SET due_ms = NULL, paused_ms = @now, paused_by = @by WHERE name = @name AND paused_ms IS NULL",
            new { name, by, now = NowMs }, also, cancellation);

    /// <summary>Ends a pause. False when there is none.</summary>
    public Task<bool> ResumeAsync(ScheduleRow planned, Func<IDbSession, Task> also, CancellationToken cancellation)
        => ChangeAsync(
            """
            UPDATE schedule SET rule = @Rule, next_ms = @NextMs, queued_ms = NULL, due_ms = @DueMs, paused_ms = NULL, paused_by = NULL
            WHERE name = @Name AND paused_ms IS NOT NULL
            """,
            new { planned.Rule, planned.NextMs, planned.DueMs, planned.Name }, also, cancellation);

    private Task<bool> ChangeAsync(string sql, object parameters, Func<IDbSession, Task> also, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var changed = await session.ExecuteAsync(sql, parameters) > 0;
                if (changed)
                {
                    await also(session);
                }

                return changed;
            },
            cancellation);
}
