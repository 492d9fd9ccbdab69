using Reelway.Engine;
using Reelway.Scaling.Telling;

namespace Reelway.Scaling.Returning;

/// <summary>The flow that takes one version of a file that an agency brought into the DAM, and moves its campaign on when all of them are there.</summary>
/// <remarks>The steps' names are stored with every run: they never change.</remarks>
[Flow(Flow, Queue = Queue)]
internal sealed class ReceiveDerivative(DerivativeIntake intake, DerivativeImport import, CampaignCompletion completion, ScalingTelling telling) : IFlow<ReceivedFile, TakenDerivative>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.receive";

    /// <summary>The queue of its runs: only machines that have the media tools need serve it.</summary>
    public const string Queue = "media";

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestImport = TimeSpan.FromHours(12);

    /// <summary>A run for a version of a file: the same one starts one run, ever.</summary>
    public static RunStart Start(string file, string version) => RunStart.Of(Flow, $"{file}/{version}", new ReceivedFile(file, version));

    /// <inheritdoc/>
    public async Task<TakenDerivative> RunAsync(ReceivedFile input, IRun run)
    {
        var taken = await run.StepAsync("receive", step => intake.ReceiveAsync(input, run.Id, step));
        if (taken.Why is { } why)
        {
            await run.SkipAsync("import", why);
            return new TakenDerivative(taken.Name, Tracking: null, DamAsset: null, why);
        }

        if (taken.Refusal is { } refusal)
        {
            run.MarkPartial(refusal);
            return new TakenDerivative(taken.Name, taken.Tracking, DamAsset: null, refusal);
        }

        var begun = await run.StepAsync("import", step => import.BeginAsync(taken, step), new StepOptions { MachinePool = Sending.SendMaster.Pool });
        var asset = await run.PollAsync("job", AskEvery, LongestImport, step => import.WhenDoneAsync(begun, step));
        await run.StepAsync("record", step => import.RecordAsync(taken, asset, step));
        await run.TellAsync(step => telling.OfImportAsync(taken.File, taken.Version, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
        await run.StepAsync("check", step => completion.CheckAsync(taken.Campaign!, step));
        return new TakenDerivative(taken.Name, taken.Tracking, asset.Id, Problem: null);
    }
}

/// <summary>A version of a file of Box.</summary>
/// <param name="Version">Empty: the one that is there.</param>
internal sealed record ReceivedFile(string File, string Version);

/// <summary>A file as it was taken in.</summary>
/// <param name="Why">Why nothing is done with it; null when something is.</param>
/// <param name="Refusal">What is wrong with it, for the agency; null when nothing is.</param>
/// <param name="CleanName">As the DAM is to name it.</param>
/// <param name="Campaign">Whose it is.</param>
internal sealed record IntakenFile(
    string File, string Version, string Name, string? Why = null, string? Refusal = null, string? CleanName = null, string? Tracking = null, string? Campaign = null);

/// <summary>What became of a file.</summary>
internal sealed record TakenDerivative(string Name, string? Tracking, string? DamAsset, string? Problem);
