namespace Reelway.Scaling;

/// <summary>Campaigns in the columns of the page: how far they are, and what blocks each.</summary>
internal sealed class CampaignBoard(CampaignStore store)
{
    private const int MostCards = 100;

    /// <summary>The columns.</summary>
    public async Task<IReadOnlyList<BoardColumn>> ReadAsync(CancellationToken cancellation)
    {
        var cards = new List<CampaignCard>();
        var cut = new HashSet<string>(StringComparer.Ordinal);
        foreach (var status in CampaignStatus.All)
        {
            var rows = await store.ListAsync(status, long.MaxValue, MostCards + 1, cancellation);
            if (rows.Count > MostCards)
            {
                cut.Add(status);
            }

            cards.AddRange(await store.CardsAsync([.. rows.Take(MostCards)], cancellation));
        }

        return
        [
            .. CampaignStatus.All.Select(status => new BoardColumn(status, status.ToUpperInvariant(), [.. cards.Where(card => card.Campaign.Status == status && card.Campaign.Held is null && !card.IsStuck)], cut.Contains(status))),
            new BoardColumn("held", "On hold", [.. cards.Where(card => card.Campaign.Held is not null)], IsCut: false),
            new BoardColumn("failed", "Needs a person", [.. cards.Where(card => card.Campaign.Held is null && card.IsStuck)], IsCut: false),
        ];
    }

    /// <summary>What the line above them says.</summary>
    public Task<ScalingCounts> CountsAsync(CancellationToken cancellation) => store.CountsAsync(cancellation);
}

/// <summary>A column.</summary>
/// <param name="IsCut">True when there are more than are shown.</param>
internal sealed record BoardColumn(string Id, string Title, IReadOnlyList<CampaignCard> Cards, bool IsCut);

/// <summary>A campaign in short.</summary>
/// <param name="Waits">What it waits for, or what blocks it; null when nothing does.</param>
internal sealed record CampaignCard(CampaignItem Campaign, int Masters, int Sent, int Expected, int Done, int Failed, string? Waits)
{
    /// <summary>True when it does not go on by itself.</summary>
    public bool IsStuck => Campaign.Problem is not null || Failed > 0;
}
