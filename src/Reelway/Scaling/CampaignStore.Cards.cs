namespace Reelway.Scaling;

internal sealed partial class CampaignStore
{
    /// <summary>Campaigns in short, counted in the database: a page of them reads no more than it shows.</summary>
    public async Task<IReadOnlyList<CampaignCard>> CardsAsync(IReadOnlyList<CampaignRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var all = rows.Select(row => row.Id.Value).ToArray();
        var counts = await database.ReadAsync(
            session => session.QueryAsync<CardCounts>(
                """
                SELECT c.id AS campaign,
                  (SELECT COUNT(*) FROM scaling_master m WHERE m.campaign_id = c.id AND m.state <> 'withdrawn') AS masters,
                  (SELECT COUNT(*) FROM scaling_master m WHERE m.campaign_id = c.id AND m.state = 'sent') AS sent,
                  (SELECT COUNT(*) FROM scaling_deliverable d WHERE d.campaign_id = c.id) AS deliverables,
                  (SELECT COUNT(DISTINCT d.master_id) FROM scaling_derivative d WHERE d.campaign_id = c.id AND d.state = 'imported') AS back,
                  (SELECT COUNT(*) FROM scaling_derivative d WHERE d.campaign_id = c.id AND d.state = 'imported') AS imported,
                  (SELECT COUNT(*) FROM scaling_derivative d WHERE d.campaign_id = c.id AND d.state = 'failed') AS failed
                FROM scaling_campaign c WHERE c.id IN @all
                """,
                new { all }),
            cancellation);
        var of = counts.ToDictionary(one => one.Campaign);
        return [.. rows.Select(row => CardOf(row, of[row.Id.Value]))];
    }

    private static CampaignCard CardOf(CampaignRow row, CardCounts counts)
    {
        var expected = (int)(counts.Masters * Math.Max(1, counts.Deliverables));
        var done = (int)Math.Min(expected, counts.Deliverables == 0 ? counts.Back : counts.Imported);
        var waits = row.Held is { } held ? $"A person holds it: {held}"
            : row.Problem ?? row.Status switch
            {
                CampaignStatus.A1 when counts.Masters == 0 => "It has not been looked at yet.",
                CampaignStatus.A2 when done < expected => $"Waiting for {expected - done} of {expected}.",
                CampaignStatus.A2 when counts.Failed > 0 => $"{counts.Failed} of what came back could not be imported.",
                _ => null,
            };
        return new CampaignCard(CampaignItem.From(row), (int)counts.Masters, (int)counts.Sent, expected, done, (int)counts.Failed, waits);
    }

    private sealed record CardCounts
    {
        public long Campaign { get; init; }

        public long Masters { get; init; }

        public long Sent { get; init; }

        public long Deliverables { get; init; }

        public long Back { get; init; }

        public long Imported { get; init; }

        public long Failed { get; init; }
    }
}
