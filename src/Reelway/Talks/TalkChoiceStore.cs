using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Talks;

/// <summary>The talks that people have chosen for runs.</summary>
internal sealed class TalkChoiceStore(IDatabase database, TimeProvider time)
{
    /// <summary>The title that was chosen for a run; null when nobody has.</summary>
    public Task<string?> FindAsync(RunId run, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<string>("SELECT title FROM talk_choice WHERE run_id = @run", new { run }), cancellation);

    /// <summary>Keeps a choice; the last one counts.</summary>
    public Task KeepAsync(RunId run, string title, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            INSERT INTO talk_choice(run_id, title, chosen_ms) VALUES(@run, @title, @now)
            ON CONFLICT(run_id) DO UPDATE SET title = excluded.title, chosen_ms = excluded.chosen_ms
            """,
            new { run, title, now = time.GetUtcNow().ToUnixTimeMilliseconds() }),
        cancellation);
}
