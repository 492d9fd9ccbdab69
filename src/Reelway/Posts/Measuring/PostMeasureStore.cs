using Reelway.Storage;

namespace Reelway.Posts.Measuring;

/// <summary>What networks have counted of posts.</summary>
internal sealed class PostMeasureStore(IDatabase database)
{
    // The newest say most about the account as it is now.
    private const int MostHistory = 5000;

    /// <summary>Keeps what was counted at a stage; again, it takes its place.</summary>
    public static Task KeepAsync(IDbSession session, PostId post, string stage, MeasuredPost measured, long ms) => session.ExecuteAsync(
        """
        INSERT INTO post_measure(post_id, stage, at_ms, likes, reposts, replies, impressions, clicks, unread)
        VALUES(@post, @stage, @ms, @Likes, @Reposts, @Replies, @Impressions, @Clicks, @Unread)
        ON CONFLICT(post_id, stage) DO UPDATE SET at_ms = excluded.at_ms, likes = excluded.likes, reposts = excluded.reposts, replies = excluded.replies,
          impressions = excluded.impressions, clicks = excluded.clicks, unread = excluded.unread
        """,
        new { post, stage, ms, measured.Likes, measured.Reposts, measured.Replies, measured.Impressions, measured.Clicks, measured.Unread });

    /// <summary>What was measured of a post, the first first.</summary>
    public Task<IReadOnlyList<PostMeasureRow>> ListAsync(PostId post, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PostMeasureRow>(
            "SELECT post_id, stage, at_ms, likes, reposts, replies, impressions, clicks, unread FROM post_measure WHERE post_id = @post ORDER BY at_ms", new { post }),
        cancellation);

    /// <summary>The latest measurement of each of an account's posts, of the newest posts.</summary>
    public async Task<IReadOnlyList<PastPost>> HistoryAsync(string account, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<HistoryRow>(
                """
                SELECT post.id, post.account, post.platform, post.campaign, post.sent_ms, post_measure.likes, post_measure.reposts, post_measure.replies,
                  post_measure.impressions, post_measure.clicks
                FROM post JOIN post_measure ON post_measure.post_id = post.id
                WHERE post.account = @account AND post.sent_ms IS NOT NULL
                ORDER BY post.sent_ms DESC, post_measure.at_ms DESC LIMIT @MostHistory
                """,
                new { account, MostHistory }),
            cancellation);
        return [.. rows.DistinctBy(row => row.Id).Select(row => row.Past).OfType<PastPost>()];
    }

    private sealed class HistoryRow
    {
        public long Id { get; init; }

        public string Account { get; init; } = "";

        public string Platform { get; init; } = "";

        public string? Campaign { get; init; }

        public long SentMs { get; init; }

        public long? Likes { get; init; }

        public long? Reposts { get; init; }

        public long? Replies { get; init; }

        public long? Impressions { get; init; }

        public long? Clicks { get; init; }

        // What people did counts; where a network says nothing of it, what they saw.
        public PastPost? Past => (Likes, Reposts, Replies, Clicks, Impressions) switch
        {
            (null, null, null, null, null) => null,
            (null, null, null, null, { } seen) => new PastPost(Campaign, DateTimeOffset.FromUnixTimeMilliseconds(SentMs), Math.Max(0, seen)),
            _ => new PastPost(Campaign, DateTimeOffset.FromUnixTimeMilliseconds(SentMs), Math.Max(0, (Likes ?? 0) + (Reposts ?? 0) + (Replies ?? 0) + (Clicks ?? 0))),
        };
    }
}

/// <summary>What was counted of a post at a stage.</summary>
internal sealed record PostMeasureRow
{
    public PostId PostId { get; init; }

    public string Stage { get; init; } = "";

    public long AtMs { get; init; }

    public long? Likes { get; init; }

    public long? Reposts { get; init; }

    public long? Replies { get; init; }

    public long? Impressions { get; init; }

    public long? Clicks { get; init; }

    public string? Unread { get; init; }
}
