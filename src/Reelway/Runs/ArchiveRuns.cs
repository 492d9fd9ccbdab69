using System.Globalization;
using Reelway.Engine;
using Reelway.Frame.Schedules;

namespace Reelway.Runs;

/// <summary>Archives runs that ended longer ago than <c>engine.archive_after</c>.</summary>
[Flow("runs.archive")]
internal sealed class ArchiveRuns(IRunOperations operations, EngineOptions options) : IFlow<ScheduledSlot, ArchivedRuns>
{
    /// <inheritdoc/>
    public async Task<ArchivedRuns> RunAsync(ScheduledSlot input, IRun run)
        => new(await run.StepAsync("archive", async step =>
        {
            var archived = await operations.ArchiveAsync(options.ArchiveAfter, step.Cancellation);
            step.Log(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"{archived} runs were archived."));
            return archived;
        }));
}

/// <summary>How many runs were archived.</summary>
internal sealed record ArchivedRuns(long Archived);
