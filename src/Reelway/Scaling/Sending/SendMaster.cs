using Reelway.Engine;

namespace Reelway.Scaling.Sending;

/// <summary>The flow that brings one master to Box. What does not work stops none of the others: the run is then done in part.</summary>
/// <remarks>The steps' names are stored with every run: they never change.</remarks>
[Flow(Flow)]
internal sealed class SendMaster(MasterTransfer transfer) : IFlow<SendMasterInput, SentMaster>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.master";

    /// <summary>The pool of this machine that transfers take their places from.</summary>
    public const string Pool = "scaling";

    // Box works on large files for minutes after it has all of their parts.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCommit = TimeSpan.FromHours(12);

    /// <inheritdoc/>
    public async Task<SentMaster> RunAsync(SendMasterInput input, IRun run)
    {
        try
        {
            var moved = await run.StepAsync("transfer", step => transfer.SendAsync(input, step), new StepOptions { MachinePool = Pool });
            var file = await run.PollAsync("commit", AskEvery, LongestCommit, step => transfer.WhenThereAsync(moved, step));
            return await run.StepAsync("record", step => transfer.RecordAsync(input, moved, file, step));
        }
        catch (FaultException fault)
        {
            run.MarkPartial(fault.Message);
            return new SentMaster(input.Tracking, BoxFile: null, fault.Message);
        }
    }
}

/// <summary>Which master a run sends.</summary>
internal sealed record SendMasterInput(string Tracking, string Campaign);

/// <summary>What became of a master.</summary>
/// <param name="BoxFile">Null when it is not there.</param>
/// <param name="Problem">Why not.</param>
internal sealed record SentMaster(string Tracking, string? BoxFile, string? Problem);
