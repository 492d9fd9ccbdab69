using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Scaling.Returning;
using Reelway.Scaling.Sending;
using Reelway.Storage;

namespace Reelway.Scaling;

/// <summary>Notes on campaigns, masters and files what stops their runs, in the transaction that stops them.</summary>
internal sealed class ScalingEndings : IRunWitness
{
    public async Task SeeAsync(IDbSession session, RunFact fact)
    {
        var ms = fact.At.ToUnixTimeMilliseconds();
        if (fact.Flow == SendMaster.Flow && fact.State is not RunState.NeedsAttention && fact.Key.Split('/') is [.., var tracking, _])
        {
            await CampaignStore.NoteMasterFailedAsync(session, tracking, fact.Sentence, ms);
        }
        else if (fact.Flow is SendMasters.Flow or AdvanceCampaign.Flow && fact.State is not RunState.Partial && CampaignId.TryParse(fact.Key.Split('/')[0], out var campaign))
        {
            await CampaignStore.NoteProblemAsync(session, campaign, fact.Sentence, ms);
        }
        else if (fact.Flow == ReceiveDerivative.Flow && fact.State is RunState.Failed or RunState.Cancelled
            && await CampaignStore.FailDerivativeAsync(session, fact.Run, fact.Sentence, ms) is { } file)
        {
            await EventStore.RecordAsync(
                session, new DerivativeRefused(file.CampaignId is { } whose ? new CampaignId(whose).ToString() : null, file.Name, file.BoxFile, file.BoxVersion, fact.Sentence), $"{fact.Run}/{fact.Epoch}", fact.At);
        }
    }
}
