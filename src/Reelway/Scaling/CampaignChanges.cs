using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Scaling.Fields;
using Reelway.Scaling.Returning;

namespace Reelway.Scaling;

/// <summary>What people change of campaigns and masters. Whoever did is in the audit log and in the campaign's history.</summary>
internal sealed class CampaignChanges(CampaignStore store, CampaignCompletion completion, DerivativeMetadata metadata, ConnectionPool connections, Current<ScalingOptions> current, TimeProvider time)
{
    /// <summary>Holds a campaign: nothing is begun for it, and it is not moved on.</summary>
    public async Task HoldAsync(CampaignRow campaign, string reason, string actor, CancellationToken cancellation)
        => Ensure(await store.HoldAsync(campaign, reason, new NoteText(actor, $"Held: {reason}"), cancellation), campaign);

    /// <summary>Lets it go on.</summary>
    public async Task ReleaseAsync(CampaignRow campaign, string actor, CancellationToken cancellation)
    {
        Ensure(await store.HoldAsync(campaign, reason: null, new NoteText(actor, "Goes on."), cancellation), campaign);
        await completion.CheckAsync(campaign with { Held = null }, cancellation);
    }

    /// <summary>Moves a campaign to a status in the DAM and here, whatever is missing.</summary>
    public async Task MoveAsync(CampaignRow campaign, string to, string reason, string actor, CancellationToken cancellation)
    {
        var its = current.Value;
        var (old, wanted) = (its.Statuses.InDam(campaign.Status), its.Statuses.InDam(to));
        var change = await CallAsync(async dam =>
        {
            var item = await dam.ItemAsync(campaign.DamId, campaign.IsFolder, cancellation);
            return await dam.ChangeFieldAsync(item, its.Dam.StatusField, old, wanted, cancellation);
        });
        if (change.Kind == DamChangeKind.Other)
        {
            throw ScalingApi.CannotMove.Because($"The DAM says {ShownText.Name(change.Current ?? "no status")} of this campaign, and not {old}, as is known here: nothing was changed. Look at it there.");
        }

        var now = time.GetUtcNow();
        await store.WriteAsync(
            async session =>
            {
                if (!await store.MoveAsync(session, campaign.Id, campaign.Status, to, new NoteText(actor, $"Moved from {old} to {wanted} by hand: {reason}"), now.ToUnixTimeMilliseconds()))
                {
                    return;
                }

                await CampaignStore.NextRoundAsync(session, campaign.Id, campaign.Round);
                await AuditStore.RecordAsync(
                    session, now.ToUnixTimeMilliseconds(), actor, "campaign.moved", Subject(campaign), $"The campaign {campaign.Name} was moved to {wanted}, without a look at what is missing.", old, wanted, reason);
                await EventStore.RecordAsync(
                    session, new CampaignAdvanced(campaign.Id.ToString(), campaign.DamId, campaign.Name, campaign.Number, old, wanted), $"{campaign.Id}/{campaign.Revision}", now);
            },
            cancellation);
    }

    /// <summary>Says what a campaign is to bring for each of its masters.</summary>
    public async Task ExpectAsync(CampaignRow campaign, IReadOnlyList<Deliverable> all, string actor, CancellationToken cancellation)
    {
        await store.ExpectAsync(campaign.Id, all, new NoteText(actor, all.Count == 0 ? "One derivative is expected of each master." : $"{all.Count} derivatives are expected of each master."), cancellation);
        await completion.CheckAsync(campaign, cancellation);
    }

    /// <summary>Takes a master out of what counts, or back into it.</summary>
    public async Task WithdrawAsync(MasterRow master, bool withdrawn, string reason, string actor, CancellationToken cancellation)
    {
        var words = withdrawn ? $"The master {master.TrackingId} ({master.Name}) does not count any more: {reason}" : $"The master {master.TrackingId} ({master.Name}) counts again: {reason}";
        await store.WithdrawAsync(master, withdrawn, new NoteText(actor, words), cancellation);
        if (await store.FindAsync(master.CampaignId, cancellation) is { } campaign)
        {
            await completion.CheckAsync(campaign, cancellation);
        }
    }

    /// <summary>What the DAM would be told of a file of this name. Changes nothing.</summary>
    public async Task<AssetRepresentation> DescribeAsync(MasterRow master, string name, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(dam => metadata.BuildAsync(dam, master, name, video: null, cancellation));
        }
        catch (FaultException fault)
        {
            throw ScalingApi.Refused.Because(fault.Message);
        }
    }

    private static string Subject(CampaignRow campaign) => $"campaign/{campaign.Id}";

    private static void Ensure(bool isDone, CampaignRow campaign)
    {
        if (!isDone)
        {
            throw ScalingApi.CannotMove.Because($"The campaign {campaign.Id} was changed meanwhile: look at it, then ask again.");
        }
    }

    private async Task<T> CallAsync<T>(Func<OpenTextDam, Task<T>> call)
    {
        try
        {
            return await call(connections.Require<OpenTextDam>(current.Value.Dam.Connection));
        }
        catch (ConnectorException fault)
        {
            throw (fault.Kind == CallFault.Permanent ? ScalingApi.Refused : ScalingApi.NotAnswered).Because(fault.Message);
        }
    }
}
