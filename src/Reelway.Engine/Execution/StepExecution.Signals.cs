using System.Globalization;

namespace Reelway.Engine.Execution;

internal sealed partial class StepExecution
{
    // The row that holds the end of the wait from its start looks like a timer's.
    private async Task<StepEnding> WaitForSignalAsync(SignalWait asked)
    {
        var dueMs = timer is null ? asked.DueMs : long.Parse(timer.Output!, CultureInfo.InvariantCulture);
        var wait = asked with { DueMs = dueMs };
        var begun = dueMs is { } due && timer is null ? Row(StepOutcome.TimerSet, due.ToString(CultureInfo.InvariantCulture), ended: false) : null;
        var ended = Row(StepOutcome.Succeeded, output: null, ended: true);
        var row = await services.Writes.RunAsync(token => Store.TakeSignalAsync(lease, wait, begun, ended, _open, token), tokens.Body);
        if (row is null)
        {
            return new StepEnding.Parked();
        }

        Announce(StepMoment.Stored);
        return new StepEnding.Finished(row);
    }
}
