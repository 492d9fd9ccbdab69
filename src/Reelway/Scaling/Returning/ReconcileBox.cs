using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Scaling.Returning;

/// <summary>Compares Box, the DAM and what is known here. What Box never told of is taken in.</summary>
[Flow(Flow)]
internal sealed class ReconcileBox(BoxComparison comparison) : IFlow<ScheduledSlot, ReconcileReport>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.reconcile";

    /// <inheritdoc/>
    public async Task<ReconcileReport> RunAsync(ScheduledSlot input, IRun run)
    {
        var report = await run.StepAsync("compare", step => comparison.CompareAsync(step));
        if (report.Findings.Count > 0)
        {
            run.MarkPartial($"{report.Findings.Count} differences were found, {report.Taken} files of them were taken in: {report.Findings[0]}");
        }

        return report;
    }
}

/// <summary>What a comparison has found.</summary>
/// <param name="Campaigns">How many were compared.</param>
/// <param name="Taken">Files that a run was begun for.</param>
/// <param name="Findings">What differs, a sentence each; the first 100.</param>
internal sealed record ReconcileReport(int Campaigns, int Taken, IReadOnlyList<string> Findings);
