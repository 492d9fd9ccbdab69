using Reelway.Storage;

namespace Reelway.Scaling;

internal sealed partial class CampaignStore
{
    private const string MasterColumns = "id, campaign_id, tracking_id, original_id, dam_id, name, size, state, sha1, box_file, box_name, problem, sent_ms, updated_ms";

    /// <summary>A campaign's masters, in the order of their names; those that were withdrawn are among them.</summary>
    public Task<IReadOnlyList<MasterRow>> MastersAsync(CampaignId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<MasterRow>($"SELECT {MasterColumns} FROM scaling_master WHERE campaign_id = @id ORDER BY name, id", new { id }), cancellation);

    /// <summary>The master that a tracking id was given to; null when there is none.</summary>
    public Task<MasterRow?> FindMasterAsync(string trackingId, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<MasterRow>($"SELECT {MasterColumns} FROM scaling_master WHERE tracking_id = @trackingId", new { trackingId }), cancellation);

    /// <summary>The master of that id; null when there is none.</summary>
    public Task<MasterRow?> FindMasterAsync(long id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<MasterRow>($"SELECT {MasterColumns} FROM scaling_master WHERE id = @id", new { id }), cancellation);

    /// <summary>True when a file of Box is one that was sent from here.</summary>
    /// <param name="campaign">The campaign in whose folder it lies; null when it lies in none.</param>
    public async Task<bool> IsOwnAsync(string boxFile, CampaignId? campaign, string name, CancellationToken cancellation) => await database.ReadAsync(
        session => session.QueryAsync<long>(
            "SELECT id FROM scaling_master WHERE box_file = @boxFile OR (campaign_id = @campaign AND box_name = @name AND box_file IS NULL) LIMIT 1",
            new { boxFile, campaign = campaign?.Value ?? 0, name }),
        cancellation) is [_, ..];

    /// <summary>What the DAM says of a master, as it was read when it was found.</summary>
    public async Task<string> MetadataAsync(long master, CancellationToken cancellation) => await database.ReadAsync(
        session => session.FindAsync<string>("SELECT metadata FROM scaling_master WHERE id = @master", new { master }), cancellation) ?? "{}";

    /// <summary>Stores a master that was found, or what the DAM says of it now. One that has been sent stays what was sent.</summary>
    /// <returns>False when the tracking id was given to another one before: take another.</returns>
    public Task<bool> KeepMasterAsync(CampaignId campaign, FoundMaster found, string trackingId, string boxName, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var ms = database.NowMs;
            var known = await session.ExecuteAsync(
                """
                UPDATE scaling_master SET dam_id = @DamId, name = @Name, size = @Size, metadata = @Metadata, updated_ms = @ms
                WHERE campaign_id = @campaign AND original_id = @OriginalId AND state IN ('waiting', 'failed')
                """,
                new { campaign, found.OriginalId, found.DamId, found.Name, found.Size, found.Metadata, ms });
            if (known > 0 || (await session.QueryAsync<long>("SELECT id FROM scaling_master WHERE campaign_id = @campaign AND original_id = @OriginalId", new { campaign, found.OriginalId })).Count > 0)
            {
                return true;
            }

            return await session.ExecuteAsync(
                """
                INSERT INTO scaling_master(id, campaign_id, tracking_id, original_id, dam_id, name, size, metadata, state, box_name, created_ms, updated_ms)
                VALUES(@id, @campaign, @trackingId, @OriginalId, @DamId, @Name, @Size, @Metadata, 'waiting', @boxName, @ms, @ms)
                ON CONFLICT(tracking_id) DO NOTHING
                """,
                new { id = ids.Next(), campaign, trackingId, found.OriginalId, found.DamId, found.Name, found.Size, found.Metadata, boxName, ms }) > 0;
        },
        cancellation);

    /// <summary>Notes that a master is in Box.</summary>
    public static Task NoteSentAsync(IDbSession session, string trackingId, string boxFile, string boxName, string sha1, long ms) => session.ExecuteAsync(
        """
        UPDATE scaling_master SET state = 'sent', box_file = @boxFile, box_name = @boxName, sha1 = @sha1, problem = NULL, sent_ms = @ms, updated_ms = @ms
        WHERE tracking_id = @trackingId AND state <> 'withdrawn'
        """,
        new { trackingId, boxFile, boxName, sha1, ms });

    /// <summary>Notes why a master is not in Box.</summary>
    public static Task NoteMasterFailedAsync(IDbSession session, string trackingId, string problem, long ms) => session.ExecuteAsync(
        "UPDATE scaling_master SET state = 'failed', problem = @problem, updated_ms = @ms WHERE tracking_id = @trackingId AND state IN ('waiting', 'failed')", new { trackingId, problem, ms });

    /// <summary>Takes a master out of what counts, or back into it.</summary>
    /// <returns>False when it is so already.</returns>
    public Task<bool> WithdrawAsync(MasterRow master, bool withdrawn, NoteText note, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var ms = database.NowMs;
            var rows = withdrawn
                ? await session.ExecuteAsync("UPDATE scaling_master SET state = 'withdrawn', updated_ms = @ms WHERE id = @Id AND state <> 'withdrawn'", new { master.Id, ms })
                : await session.ExecuteAsync(
                    "UPDATE scaling_master SET state = CASE WHEN box_file IS NULL THEN 'waiting' ELSE 'sent' END, updated_ms = @ms WHERE id = @Id AND state = 'withdrawn'", new { master.Id, ms });
            if (rows > 0)
            {
                // What blocked the campaign may be gone with it.
                await session.ExecuteAsync("UPDATE scaling_campaign SET next_ms = 0, revision = revision + 1, updated_ms = @ms WHERE id = @CampaignId", new { master.CampaignId, ms });
                await NoteAsync(session, master.CampaignId, note, ms);
            }

            return rows > 0;
        },
        cancellation);
}

/// <summary>A master as the DAM has it.</summary>
/// <param name="OriginalId">The same for all of its versions.</param>
/// <param name="Metadata">All that the DAM says of it, JSON.</param>
internal sealed record FoundMaster(string OriginalId, string DamId, string Name, long? Size, string Metadata);
