using Reelway.Engine.Execution;

namespace Reelway.Engine.Stores;

internal sealed partial class RunReader
{
    /// <summary>What steps of these names came to in these runs, as they stand in the runs' present generations.</summary>
    public async Task<IReadOnlyList<StepOutcomeView>> OutcomesAsync(IReadOnlyList<RunId> runs, IReadOnlyList<string> steps, CancellationToken cancellation)
    {
        if (runs.Count == 0 || steps.Count == 0)
        {
            return [];
        }

        var rows = await database.ReadAsync(
            session => session.QueryAsync<(RunId Run, string Step, string Output)>(
                $"""
                SELECT run_id, name, output FROM {ArchivedTables.Both("step")}
                WHERE run_id IN @runs AND name IN @steps AND outcome = @succeeded AND output IS NOT NULL
                  AND generation = (SELECT run.generation FROM run WHERE run.id = step.run_id)
                ORDER BY run_id, pos
                """,
                new { runs, steps, succeeded = StepOutcome.Succeeded }),
            cancellation);
        return [.. rows.Select(row => new StepOutcomeView(row.Run, row.Step, StepViews.Json(row.Output)!.Value))];
    }
}
