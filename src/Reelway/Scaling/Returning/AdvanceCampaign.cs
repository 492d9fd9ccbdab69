using Reelway.Engine;
using Reelway.Scaling.Telling;

namespace Reelway.Scaling.Returning;

/// <summary>The flow that moves a campaign on when all that it waited for is back. However many files are the last one, it is one run.</summary>
/// <remarks>The steps' names are stored with every run: they never change.</remarks>
[Flow(Flow)]
internal sealed class AdvanceCampaign(CampaignCompletion completion, CampaignAdvance advance, ScalingTelling telling) : IFlow<AdvanceInput, AdvancedRound>
{
    /// <summary>The flow's name.</summary>
    public const string Flow = "scaling.advance";

    /// <inheritdoc/>
    public async Task<AdvancedRound> RunAsync(AdvanceInput input, IRun run)
    {
        if (await run.StepAsync("confirm", step => completion.ConfirmAsync(input, step)) is { Waits: { } waits })
        {
            await run.SkipAsync("advance", waits);
            // What came meanwhile found this run, and left it to it.
            await run.StepAsync("check", step => completion.CheckAsync(input.Campaign, step));
            return new AdvancedRound(input.Campaign, Advanced: false);
        }

        var moved = await run.StepAsync("advance", step => advance.AdvanceAsync(input.Campaign, CampaignStatus.A2, CampaignStatus.A3, step));
        if (moved.IsOurs)
        {
            await run.TellAsync(step => telling.OfAdvanceAsync(input.Campaign, CampaignStatus.A2, CampaignStatus.A3, step), (plan, step) => telling.CallAsync(plan, step), (plan, address, step) => telling.MailAsync(plan, address, step));
        }

        return new AdvancedRound(input.Campaign, Advanced: true);
    }
}

/// <summary>Which campaign is moved on.</summary>
/// <param name="Round">Which of its rounds this is.</param>
internal sealed record AdvanceInput(string Campaign, long Round);

/// <summary>Whether something is still missing.</summary>
/// <param name="Waits">What; null when nothing is.</param>
internal sealed record ConfirmedRound(string? Waits);

/// <summary>What became of a campaign.</summary>
internal sealed record AdvancedRound(string Campaign, bool Advanced);
