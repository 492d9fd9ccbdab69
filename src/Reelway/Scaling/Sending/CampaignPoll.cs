using Reelway.Connections;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame.Configuration;

namespace Reelway.Scaling.Sending;

/// <summary>The steps of a look for campaigns.</summary>
internal sealed class CampaignPoll(CampaignStore store, CampaignReading reading, ConnectionPool connections, IRuns runs, Current<ScalingOptions> current)
{
    /// <summary>Far more than anybody has at work at once: a search that finds more finds all that there is.</summary>
    private const int MostFound = 10_000;

    /// <summary>The step <c>search</c>.</summary>
    public async Task<SeenCampaigns> SearchAsync(IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var seenMs = store.NowMs;
        var hits = await dam.SearchAllAsync(new DamSearch([new DamCondition(its.Dam.StatusField, its.Dam.StatusOperator, its.Statuses.A1)]), MostFound, step.Cancellation);
        // Some operators find "A10" as well. One that says nothing is read by its id before anything is done.
        var found = hits.Where(hit => hit.Field(its.Dam.StatusField) is not { } status || status == its.Statuses.A1).Select(reading.Of).ToList();
        await store.NoteFoundAsync(found, seenMs, step.Cancellation);
        return new SeenCampaigns(found.Count, seenMs);
    }

    /// <summary>The step <c>begin</c>. Repeated, it finds the runs that it began before.</summary>
    public async Task<PolledCampaigns> BeginAsync(SeenCampaigns seen, IStep step)
    {
        var its = current.Value;
        var dam = await connections.UseAsync<OpenTextDam>(step, its.Dam.Connection);
        var (begun, resumed, atWork) = (0, 0, 0);
        foreach (var campaign in await store.DueAsync(seen.SeenMs, store.NowMs, its.CampaignsPerPoll, step.Cancellation))
        {
            if (await runs.FindAsync(SendMasters.Flow, [campaign.RunKey(campaign.Tries)], step.Cancellation) is not [var last, ..] || IsEnded(last.State))
            {
                await BeginAsync(campaign, step.Cancellation);
                begun++;
                continue;
            }

            await store.NoteLookedAsync(campaign.Id, store.NowMs, step.Cancellation);
            if (last.State == RunState.NeedsAttention && await IsThereNowAsync(dam, campaign, step))
            {
                await runs.RetryAsync(last.Id, step.Cancellation);
                resumed++;
            }
            else
            {
                atWork++;
            }
        }

        return new PolledCampaigns(seen.Found, begun, resumed, atWork);
    }

    /// <summary>Begins a run for a campaign.</summary>
    public async Task<RunId> BeginAsync(CampaignRow campaign, CancellationToken cancellation)
    {
        var (next, ms) = (campaign.Tries + 1, store.NowMs);
        var started = await runs.StartAsync(
            SendMasters.Flow, campaign.RunKey(next), new SendMastersInput(campaign.Id.ToString(), next), session => CampaignStore.NoteTriedAsync(session, campaign.Id, next, ms), cancellation);
        return started.Id;
    }

    // A run that waits for a person because something is missing in the DAM goes on by itself once it is there.
    private async Task<bool> IsThereNowAsync(OpenTextDam dam, CampaignRow campaign, IStep step)
    {
        try
        {
            await reading.ReadAsync(dam, campaign, step);
            return campaign.Problem is not null;
        }
        catch (FaultException still) when (still.Fault.Kind == FaultKind.NeedsPerson)
        {
            step.Log(RunLogLevel.Info, still.Message);
            return false;
        }
    }

    private static bool IsEnded(RunState state) => state is RunState.Succeeded or RunState.Partial or RunState.Failed or RunState.Cancelled;
}
