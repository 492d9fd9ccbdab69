using Reelway.Contracts.Servers;
using Reelway.Scaling.Importing;
using Reelway.Storage.Postgres;
using Reelway.Tests.Connections;
using Reelway.Tests.Scaling.Travels;

namespace Reelway.Tests.Scaling.Importing;

/// <summary>What the older scripts knew is taken over out of a database as they made it.</summary>
public sealed class OldScriptsTests(SharedServers servers) : ScalingFixture
{
    private const string Tables = """
        CREATE TABLE master_assets (id SERIAL PRIMARY KEY, tracking_id VARCHAR(6) UNIQUE, opentext_id VARCHAR(255), campaign_id VARCHAR(255), campaign_name TEXT, campaign_number TEXT,
          original_filename VARCHAR(500), box_file_id VARCHAR(255), upload_directory VARCHAR(255), status VARCHAR(50), full_metadata JSONB);
        CREATE TABLE derivative_assets (id SERIAL PRIMARY KEY, tracking_id VARCHAR(6), dam_asset_id VARCHAR(255), derivative_filename VARCHAR(500), uploaded_at TIMESTAMP,
          upload_status VARCHAR(50), retry_count INTEGER, last_error TEXT);
        INSERT INTO master_assets(tracking_id, opentext_id, campaign_id, campaign_name, campaign_number, original_filename, box_file_id, upload_directory, status, full_metadata) VALUES
          ('O0I1LX', 'asset-1', 'dam-1', 'Harvest', 'C-7', 'spot_30s.mp4', '71', 'final-1', 'active', '{"original_asset_id":"first-1"}'),
          ('AB2CD3', 'asset-2', 'dam-1', 'Harvest', 'C-7', 'spot_15s.mp4', '72', 'final-1', 'withdrawn', NULL),
          ('SHORT', 'asset-3', 'dam-1', 'Harvest', 'C-7', 'spot_6s.mp4', '73', 'final-1', 'active', NULL);
        INSERT INTO derivative_assets(tracking_id, dam_asset_id, derivative_filename, uploaded_at, upload_status, retry_count, last_error) VALUES
          ('O0I1LX', 'asset-9', 'spot_30s_IT.mp4', '2026-02-03 10:00:00', 'completed', 0, NULL),
          ('O0I1LX', '', 'spot_30s_FR.mp4', '2026-02-04 10:00:00', 'failed', 3, 'The DAM did not answer.'),
          ('ZZZZZZ', 'asset-8', 'lost.mp4', NULL, 'completed', 0, NULL);
        """;

    [Fact]
    public async Task Masters_their_tracking_ids_and_what_came_back_are_taken_over_and_the_same_again_changes_nothing()
    {
        await using var space = await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
        await space.AskAsync(Tables, Cancellation);
        await using var database = await ForeignPostgres.OpenAsync(PostgresUrl.TryParse(space.Url, out _)!, Cancellation);
        var looked = await ImportAsync(database, dry: true);
        // Whether the masters of what came back are known is seen only once they are taken over.
        Assert.Equal((5, 0), (looked.Taken, looked.Known));
        Assert.Null(await Store.FindByDamAsync("dam-1", Cancellation));

        var report = await ImportAsync(database, dry: false);
        Assert.Equal((4, 0, 2), (report.Taken, report.Known, report.Refused.Count));
        var master = (await Store.FindMasterAsync("O0I1LX", Cancellation))!;
        Assert.Equal(("first-1", "71", "sent"), (master.OriginalId, master.BoxFile, master.State));
        Assert.Equal("withdrawn", (await Store.FindMasterAsync("AB2CD3", Cancellation))!.State);
        var campaign = await CampaignAsync("dam-1");
        Assert.Equal(("a2", "C-7", "final-1"), (campaign.Status, campaign.Number, campaign.FinalFolder));
        Assert.Equal(["failed", "imported"], (await Store.DerivativesAsync(campaign.Id, Cancellation)).Select(one => one.State).Order(StringComparer.Ordinal));

        var again = await ImportAsync(database, dry: false);
        Assert.Equal((0, 4, 2), (again.Taken, again.Known, again.Refused.Count));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_in_a_sentence()
    {
        var problem = await Assert.ThrowsAsync<ForeignDatabaseException>(() => ForeignPostgres.OpenAsync(PostgresUrl.TryParse("postgresql://reader:secret@127.0.0.1:9/tracking", out _)!, Cancellation));

        Assert.Contains("tracking at 127.0.0.1:9", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
    }

    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();

    private async Task<OldImportReport> ImportAsync(ForeignPostgres database, bool dry)
    {
        var (old, records, all) = (new OldScriptsStore(database), Scoped<OldRecords>(), new List<OldImportReport>());
        await foreach (var page in old.MastersAsync(Cancellation))
        {
            all.Add(await records.TakeAsync(new OldImportRequest(page, Derivatives: null, dry), Cancellation));
        }

        await foreach (var page in old.DerivativesAsync(Cancellation))
        {
            all.Add(await records.TakeAsync(new OldImportRequest(Masters: null, page, dry), Cancellation));
        }

        return new OldImportReport(all.Sum(one => one.Taken), all.Sum(one => one.Known), [.. all.SelectMany(one => one.Refused)]);
    }
}
