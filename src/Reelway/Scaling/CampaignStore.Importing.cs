using Reelway.Scaling.Importing;
using Reelway.Storage;

namespace Reelway.Scaling;

internal sealed partial class CampaignStore
{
    /// <summary>Takes over a master that the older scripts have sent. Its campaign is at the agency until the DAM says otherwise.</summary>
    public Task TakeMasterAsync(OldMaster old, string original, string boxName, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var ms = database.NowMs;
            await session.ExecuteAsync(
                """
                INSERT INTO scaling_campaign(id, dam_id, is_folder, name, number, status, final_folder, round, tries, failing, seen_ms, tried_ms, next_ms, revision, created_ms, updated_ms)
                VALUES(@id, @CampaignId, 1, @name, @CampaignNumber, 'a2', @FinalFolder, 1, 0, 0, 0, 0, 0, 1, @ms, @ms)
                ON CONFLICT(dam_id) DO UPDATE SET final_folder = COALESCE(scaling_campaign.final_folder, excluded.final_folder)
                """,
                new { id = ids.Next(), old.CampaignId, name = old.CampaignName ?? old.CampaignId, old.CampaignNumber, old.FinalFolder, ms });
            await session.ExecuteAsync(
                """
                INSERT INTO scaling_master(id, campaign_id, tracking_id, original_id, dam_id, name, metadata, state, box_file, box_name, sent_ms, created_ms, updated_ms)
                SELECT @id, c.id, @TrackingId, @original, @DamId, @name, @Metadata, @state, @BoxFile, @boxName, @sent, @ms, @ms FROM scaling_campaign c WHERE c.dam_id = @CampaignId
                ON CONFLICT DO NOTHING
                """,
                new
                {
                    id = ids.Next(),
                    old.TrackingId,
                    original,
                    old.DamId,
                    name = old.FileName ?? old.TrackingId,
                    old.Metadata,
                    old.BoxFile,
                    boxName,
                    old.CampaignId,
                    state = old.Status is null or "active" ? old.BoxFile is null ? MasterState.Waiting : MasterState.Sent : MasterState.Withdrawn,
                    sent = old.BoxFile is null ? (long?)null : ms,
                    ms,
                });
        },
        cancellation);

    /// <summary>Takes over what the older scripts have imported, or tried to.</summary>
    public Task TakeDerivativeAsync(MasterRow master, OldDerivative old, CancellationToken cancellation) => database.WriteAsync(
        session =>
        {
            var (ms, isDone) = (database.NowMs, old.Status is null or "completed");
            return session.ExecuteAsync(
                """
                INSERT INTO scaling_derivative(id, campaign_id, master_id, box_file, box_version, name, clean_name, state, run_id, dam_asset, problem, imported_ms, created_ms, updated_ms)
                VALUES(@id, @CampaignId, @masterId, @file, @version, @FileName, @FileName, @state, 0, @DamAsset, @problem, @imported, @ms, @ms)
                ON CONFLICT(box_file, box_version) DO NOTHING
                """,
                new
                {
                    id = ids.Next(),
                    master.CampaignId,
                    masterId = master.Id,
                    file = DerivativeRow.Old,
                    version = $"{master.TrackingId}/{old.FileName}",
                    old.FileName,
                    old.DamAsset,
                    ms,
                    state = isDone ? DerivativeState.Imported : DerivativeState.Failed,
                    problem = isDone ? null : $"The older scripts could not import it ({old.RetryCount ?? "0"} retries): {old.LastError ?? "they noted no reason"}",
                    imported = isDone ? old.UploadedMs ?? ms : (long?)null,
                });
        },
        cancellation);
}
