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
            session => session.QueryAsync<OutcomeRow>(
                $"""
                SELECT run_id AS RunId, name AS Name, output AS Output FROM {ArchivedTables.Both("step")}
                WHERE run_id IN @ids AND name IN @steps AND outcome = @succeeded AND output IS NOT NULL
                  AND generation = (SELECT run.generation FROM run WHERE run.id = step.run_id)
                ORDER BY run_id, pos
                """,
                new { ids = runs.Select(run => run.Value).ToList(), steps = steps.ToList(), succeeded = StepOutcome.Succeeded }),
            cancellation);
        return [.. rows.Select(row => new StepOutcomeView(new RunId(row.RunId), row.Name, StepViews.Json(row.Output)!.Value))];
    }

    private sealed class OutcomeRow
    {
        public long RunId { get; init; }

        public string Name { get; init; } = "";

        public string Output { get; init; } = "";
    }
}
