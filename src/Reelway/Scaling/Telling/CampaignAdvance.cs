using Reelway.Connections;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Telling;

/// <summary>Moves a campaign to its next status in the DAM, once.</summary>
internal sealed class CampaignAdvance(CampaignStore store, ConnectionPool connections, Current<ScalingOptions> current, TimeProvider time)
{
    /// <summary>The step <c>advance</c>: compare-and-set under the DAM's lock. Repeated after a lost answer, it finds its own change.</summary>
    public async Task<AdvancedCampaign> AdvanceAsync(string text, string from, string to, IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var campaign = CampaignId.TryParse(text, out var id) && await store.FindAsync(id, step.Cancellation) is { } found ? found : throw FaultException.Permanent($"There is no campaign {text}.");
        if (campaign.Held is { } held)
        {
            throw FaultException.Conflict($"A person holds the campaign \"{campaign.Name}\": {held}.", "Let it go on, then retry.");
        }

        if (campaign.Status == to)
        {
            return new AdvancedCampaign(its.Statuses.InDam(to), IsOurs: false);
        }

        var item = await dam.ItemAsync(campaign.DamId, campaign.IsFolder, step.Cancellation);
        var change = await dam.ChangeFieldAsync(item, its.Dam.StatusField, its.Statuses.InDam(from), its.Statuses.InDam(to), step.Cancellation);
        if (change.Kind == DamChangeKind.Other)
        {
            throw FaultException.Conflict(
                $"The DAM says {change.Current ?? "no status"} of the campaign \"{campaign.Name}\", and not {its.Statuses.InDam(from)}: it was not moved to {its.Statuses.InDam(to)}.",
                "Look at it there, then retry, or cancel the run.");
        }

        var now = time.GetUtcNow();
        step.Commit(session => store.MoveAsync(session, campaign.Id, from, to, NoteText.Own($"Moved from {its.Statuses.InDam(from)} to {its.Statuses.InDam(to)}."), now.ToUnixTimeMilliseconds()));
        step.Announce(new CampaignAdvanced(campaign.Id.ToString(), campaign.DamId, campaign.Name, campaign.Number, its.Statuses.InDam(from), its.Statuses.InDam(to)), now);
        return new AdvancedCampaign(its.Statuses.InDam(to), IsOurs: true);
    }
}

/// <summary>What a campaign's status is now.</summary>
/// <param name="IsOurs">True when this run has moved it.</param>
internal sealed record AdvancedCampaign(string Status, bool IsOurs);
