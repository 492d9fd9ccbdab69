using Reelway.Engine;

namespace Reelway.Scaling.Returning;

/// <summary>Whether all that a campaign waits for is back, and what follows when it is.</summary>
internal sealed class CampaignCompletion(CampaignStore store, IRuns runs)
{
    /// <summary>The steps <c>check</c>: begins the run that moves a campaign on, if nothing is missing.</summary>
    public async Task<bool> CheckAsync(string text, IStep step) => await CheckAsync(await RequireAsync(text, step.Cancellation), step.Cancellation) is not null;

    /// <summary>The same for a person's change: what was missing may be gone.</summary>
    /// <returns>The run; null when something is missing.</returns>
    public async Task<RunId?> CheckAsync(CampaignRow campaign, CancellationToken cancellation)
    {
        if (campaign.Status != CampaignStatus.A2 || campaign.Held is not null || !(await ProgressAsync(campaign.Id, cancellation)).IsComplete)
        {
            return null;
        }

        var started = await runs.StartAsync(AdvanceCampaign.Flow, campaign.RunKey(campaign.Round), new AdvanceInput(campaign.Id.ToString(), campaign.Round), cancellation);
        return started.Id;
    }

    /// <summary>The step <c>confirm</c>. What is missing again by now begins another round.</summary>
    public async Task<ConfirmedRound> ConfirmAsync(AdvanceInput input, IStep step)
    {
        var campaign = await RequireAsync(input.Campaign, step.Cancellation);
        var progress = await ProgressAsync(campaign.Id, step.Cancellation);
        if (progress.Waits is not { } waits)
        {
            return new ConfirmedRound(Waits: null);
        }

        step.Commit(session => CampaignStore.NextRoundAsync(session, campaign.Id, input.Round));
        return new ConfirmedRound(waits);
    }

    /// <summary>How far a campaign is.</summary>
    public async Task<CampaignProgress> ProgressAsync(CampaignId id, CancellationToken cancellation) => CampaignProgress.Of(
        await store.MastersAsync(id, cancellation), await store.DerivativesAsync(id, cancellation), await store.DeliverablesAsync(id, cancellation));

    private async Task<CampaignRow> RequireAsync(string text, CancellationToken cancellation)
        => CampaignId.TryParse(text, out var id) && await store.FindAsync(id, cancellation) is { } campaign ? campaign : throw FaultException.Permanent($"There is no campaign {text}.");
}
