using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Scaling;

internal sealed partial class CampaignStore
{
    private const string DerivativeColumns = """
        id, campaign_id, master_id, box_file, box_version, name, clean_name, language, format, state, uploader, run_id, corrected_name, job_id, dam_asset, metadata, problem, imported_ms, created_ms
        """;

    /// <summary>What agencies have brought for a campaign, newest first.</summary>
    public Task<IReadOnlyList<DerivativeRow>> DerivativesAsync(CampaignId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<DerivativeRow>($"SELECT {DerivativeColumns} FROM scaling_derivative WHERE campaign_id = @id ORDER BY id DESC LIMIT 5000", new { id }), cancellation);

    /// <summary>One of them; null when there is none.</summary>
    public Task<DerivativeRow?> FindDerivativeAsync(long id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<DerivativeRow>($"SELECT {DerivativeColumns} FROM scaling_derivative WHERE id = @id", new { id }), cancellation);

    /// <summary>A version of a file of Box; null when it is not known.</summary>
    public Task<DerivativeRow?> FindDerivativeAsync(string boxFile, string version, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<DerivativeRow>($"SELECT {DerivativeColumns} FROM scaling_derivative WHERE box_file = @boxFile AND box_version = @version", new { boxFile, version }), cancellation);

    /// <summary>Notes that a run works on a file, or why the file is refused. One that is imported stays so.</summary>
    public static Task KeepDerivativeAsync(IDbSession session, DerivativeRow row, long ms) => session.ExecuteAsync(
        """
        INSERT INTO scaling_derivative(id, campaign_id, master_id, box_file, box_version, name, clean_name, language, format, state, uploader, run_id, corrected_name, problem, created_ms, updated_ms)
        VALUES(@Id, @CampaignId, @MasterId, @BoxFile, @BoxVersion, @Name, @CleanName, @Language, @Format, @State, @Uploader, @RunId, @CorrectedName, @Problem, @ms, @ms)
        ON CONFLICT(box_file, box_version) DO UPDATE SET campaign_id = excluded.campaign_id, master_id = excluded.master_id, name = excluded.name, clean_name = excluded.clean_name,
          language = excluded.language, format = excluded.format, state = excluded.state, uploader = excluded.uploader, run_id = excluded.run_id, corrected_name = excluded.corrected_name, problem = excluded.problem, updated_ms = @ms
        WHERE scaling_derivative.state <> 'imported'
        """,
        new
        {
            row.Id,
            row.CampaignId,
            row.MasterId,
            row.BoxFile,
            row.BoxVersion,
            row.Name,
            row.CleanName,
            row.Language,
            row.Format,
            row.State,
            row.Uploader,
            row.RunId,
            row.CorrectedName,
            row.Problem,
            ms,
        });

    /// <summary>Notes what the DAM is given for a file.</summary>
    public static Task NoteMetadataAsync(IDbSession session, string boxFile, string version, string? metadata, string? jobId, long ms) => session.ExecuteAsync(
        "UPDATE scaling_derivative SET metadata = @metadata, job_id = @jobId, updated_ms = @ms WHERE box_file = @boxFile AND box_version = @version", new { boxFile, version, metadata, jobId, ms });

    /// <summary>Notes that the DAM has a file. Older ones of the same name are replaced by it.</summary>
    public static async Task NoteImportedAsync(IDbSession session, string boxFile, string version, string damAsset, long ms)
    {
        await session.ExecuteAsync(
            """
            UPDATE scaling_derivative SET state = 'replaced', updated_ms = @ms
            WHERE state IN ('imported', 'failed') AND (box_file <> @boxFile OR box_version <> @version)
              AND (master_id, clean_name) IN (SELECT master_id, clean_name FROM scaling_derivative WHERE box_file = @boxFile AND box_version = @version)
            """,
            new { boxFile, version, ms });
        await session.ExecuteAsync(
            "UPDATE scaling_derivative SET state = 'imported', dam_asset = @damAsset, problem = NULL, imported_ms = @ms, updated_ms = @ms WHERE box_file = @boxFile AND box_version = @version",
            new { boxFile, version, damAsset, ms });
    }

    /// <summary>Notes that the run of a file has failed.</summary>
    /// <returns>The file; null when the run had none that it worked on.</returns>
    public static async Task<DerivativeRow?> FailDerivativeAsync(IDbSession session, RunId run, string problem, long ms)
    {
        var row = await session.FindAsync<DerivativeRow>($"SELECT {DerivativeColumns} FROM scaling_derivative WHERE run_id = @run AND state = 'working' LIMIT 1", new { run });
        if (row is not null)
        {
            await session.ExecuteAsync("UPDATE scaling_derivative SET state = 'failed', problem = @problem, updated_ms = @ms WHERE id = @Id", new { row.Id, problem, ms });
        }

        return row;
    }

    /// <summary>What a campaign is to bring for each master; empty: one derivative.</summary>
    public Task<IReadOnlyList<Deliverable>> DeliverablesAsync(CampaignId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<Deliverable>("SELECT language, format FROM scaling_deliverable WHERE campaign_id = @id ORDER BY language, format", new { id }), cancellation);

    /// <summary>Says what a campaign is to bring, in place of what was said before.</summary>
    public Task ExpectAsync(CampaignId id, IReadOnlyList<Deliverable> all, NoteText note, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var ms = database.NowMs;
            await session.ExecuteAsync("DELETE FROM scaling_deliverable WHERE campaign_id = @id", new { id });
            foreach (var one in all)
            {
                await session.ExecuteAsync(
                    "INSERT INTO scaling_deliverable(id, campaign_id, language, format) VALUES(@row, @id, @Language, @Format) ON CONFLICT(campaign_id, language, format) DO NOTHING",
                    new { row = ids.Next(), id, one.Language, one.Format });
            }

            await session.ExecuteAsync("UPDATE scaling_campaign SET revision = revision + 1, updated_ms = @ms WHERE id = @id", new { id, ms });
            await NoteAsync(session, id, note, ms);
        },
        cancellation);

    /// <summary>What the seed's status page counts.</summary>
    public Task<ScalingCounts> CountsAsync(CancellationToken cancellation) => database.ReadAsync(
        async session => (await session.QueryAsync<ScalingCounts>(
            """
            SELECT (SELECT COUNT(*) FROM scaling_master WHERE state <> 'withdrawn') AS total_masters,
              (SELECT COUNT(*) FROM scaling_derivative WHERE state = 'imported') AS total_derivatives,
              (SELECT COUNT(*) FROM scaling_campaign WHERE status = 'a1') AS pending_a1_campaigns,
              (SELECT COUNT(*) FROM scaling_campaign WHERE status = 'a2') AS pending_a2_campaigns,
              (SELECT COUNT(*) FROM scaling_derivative WHERE imported_ms >= @since) AS last_day_uploads,
              (SELECT COUNT(*) FROM scaling_derivative WHERE state = 'failed') AS failed_uploads
            """,
            new { since = database.NowMs - (long)TimeSpan.FromDays(1).TotalMilliseconds }))[0],
        cancellation);
}

/// <summary>How many there are.</summary>
internal sealed record ScalingCounts
{
    public long TotalMasters { get; init; }

    public long TotalDerivatives { get; init; }

    public long PendingA1Campaigns { get; init; }

    public long PendingA2Campaigns { get; init; }

    public long LastDayUploads { get; init; }

    public long FailedUploads { get; init; }
}
