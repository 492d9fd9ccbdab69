using System.Text.Json;
using Reelway.Engine.Execution;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    /// <summary>A run's journal in its current generation; null when there is no such run, or it was purged.</summary>
    public Task<RecordedJournal?> RecordAsync(RunId id, CancellationToken cancellation)
        => database.ReadAsync(
            async session =>
            {
                var run = await session.FindAsync<RecordedRun>(
                    $"""
                    SELECT flow, flow_version, key, generation, input
                    FROM run CROSS JOIN {ArchivedTables.Both("run_data")} WHERE run.id = @Value AND run_data.run_id = @Value
                    """,
                    new { id.Value });
                return run is null
                    ? null
                    : new RecordedJournal(
                        id.ToString(), run.Flow, run.FlowVersion, run.Key, JsonSerializer.Deserialize<JsonElement>(run.Input),
                        [.. (await JournalRowsAsync(session, ArchivedTables.Both("step"), id.Value, run.Generation)).Select(Recorded)]);
            },
            cancellation);

    private static RecordedStep Recorded(JournalRow row)
        => new(row.Pos, row.Name, row.Kind.ToString(), row.Outcome.ToString(), StepViews.Json(row.Output), StepViews.Json(row.Fault));

    private sealed record RecordedRun(string Flow, int FlowVersion, string Key, long Generation, string Input);
}
