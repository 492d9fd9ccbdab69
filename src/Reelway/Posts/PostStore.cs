using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>The posts that were asked for, and what became of them.</summary>
internal sealed class PostStore(IDatabase database)
{
    private const string Columns = """
        id, reference, platform, account, message, campaign, extras, series, approve, state, scheduled_ms, window_ms, due_ms, asked_ms, start, revision, run_id, network_id, link, problem, sent_ms,
        created_ms, updated_ms
        """;

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("posts", typeof(PostStore).Assembly, "Reelway.Posts.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>The post of that id; null when there is none.</summary>
    public Task<PostRow?> FindAsync(PostId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<PostRow>($"SELECT {Columns} FROM post WHERE id = @id", new { id }), cancellation);

    /// <summary>The posts that were asked for with that reference, in the order of their networks.</summary>
    public Task<IReadOnlyList<PostRow>> FindAllAsync(string reference, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PostRow>($"SELECT {Columns} FROM post WHERE reference = @reference ORDER BY platform", new { reference }), cancellation);

    /// <summary>Changes posts that no run waits for.</summary>
    public Task WriteAsync(Func<IDbSession, Task> write, CancellationToken cancellation) => database.WriteAsync(write, cancellation);

    /// <summary>Posts, newest first, from before the given one.</summary>
    public Task<IReadOnlyList<PostRow>> ListAsync(PostQuery query, long before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PostRow>(
            $"""
            SELECT {Columns} FROM post
            WHERE id < @before{(query.State is null ? "" : " AND state = @State")}{(query.FromMs is null ? "" : " AND due_ms >= @FromMs")}{(query.ToMs is null ? "" : " AND due_ms < @ToMs")}{(query.Campaign is null ? "" : " AND campaign = @Campaign")}{(query.Reference is null ? "" : " AND reference = @Reference")}
            ORDER BY id DESC LIMIT @limit
            """,
            new { before, query.State, query.FromMs, query.ToMs, query.Campaign, query.Reference, limit }),
        cancellation);

    /// <summary>Posts in the order in which they go out.</summary>
    public Task<IReadOnlyList<PostRow>> ByTimeAsync(PostQuery query, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PostRow>(
            $"SELECT {Columns} FROM post WHERE due_ms >= @FromMs AND due_ms < @ToMs{(query.State is null ? "" : " AND state = @State")} ORDER BY due_ms, id LIMIT @limit",
            new { query.State, query.FromMs, query.ToMs, limit }),
        cancellation);

    /// <summary>The posts that a series has made for a time and later, in their order.</summary>
    public Task<IReadOnlyList<PostRow>> OfSeriesAsync(string series, long fromMs, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PostRow>($"SELECT {Columns} FROM post WHERE series = @series AND scheduled_ms >= @fromMs ORDER BY scheduled_ms, platform LIMIT 5000", new { series, fromMs }),
        cancellation);

    /// <summary>When the waiting posts of an account go out within a time, but for one of them.</summary>
    public Task<IReadOnlyList<long>> DueAsync(string account, long fromMs, long toMs, PostId? except, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<long>(
            "SELECT due_ms FROM post WHERE account = @account AND state = 'scheduled' AND due_ms >= @fromMs AND due_ms <= @toMs AND id <> @except ORDER BY due_ms LIMIT 10000",
            new { account, fromMs, toMs, except = except?.Value ?? 0 }),
        cancellation);

    /// <summary>A post of the account that says the same and goes out, or went out, within a time; null when there is none.</summary>
    public Task<PostRow?> FindDoubleAsync(string reference, PostTarget target, long fromMs, long toMs, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<PostRow>(
            $"""
            SELECT {Columns} FROM post
            WHERE account = @Account AND text_key = @TextKey AND scheduled_ms >= @fromMs AND scheduled_ms <= @toMs AND reference <> @reference AND state NOT IN ('cancelled', 'failed')
            ORDER BY scheduled_ms LIMIT 1
            """,
            new { target.Account, target.TextKey, fromMs, toMs, reference }),
        cancellation);

    /// <summary>True when another post of the account goes out within a time.</summary>
    public Task<bool> HasOtherAsync(string reference, string account, long fromMs, long toMs, CancellationToken cancellation) => database.ReadAsync(
        async session => await session.FindAsync<long?>(
            "SELECT id FROM post WHERE account = @account AND state = 'scheduled' AND due_ms >= @fromMs AND due_ms <= @toMs AND reference <> @reference LIMIT 1",
            new { reference, account, fromMs, toMs }) is not null,
        cancellation);

    /// <summary>The times from one on that posts of the account were asked for at.</summary>
    public Task<IReadOnlyList<long>> TakenAsync(string account, long fromMs, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<long>(
            "SELECT scheduled_ms FROM post WHERE account = @account AND scheduled_ms >= @fromMs AND state NOT IN ('cancelled', 'failed') ORDER BY scheduled_ms LIMIT 10000",
            new { account, fromMs }),
        cancellation);

    /// <summary>Stores a new post.</summary>
    /// <exception cref="ChangedMeanwhileException">Another one has this reference, or the time that was chosen, by now.</exception>
    public static async Task AddAsync(IDbSession session, PostRow post, PostAnnouncement? announce)
    {
        await TakeTurnAsync(session, post);
        var rows = await session.ExecuteAsync(
            """
            INSERT INTO post(id, reference, platform, account, message, campaign, extras, series, text_key, approve, state, scheduled_ms, window_ms, due_ms, asked_ms, start, revision, created_ms, updated_ms)
            VALUES(@Id, @Reference, @Platform, @Account, @Message, @Campaign, @Extras, @Series, @TextKey, @Approve, @State, @ScheduledMs, @WindowMs, @DueMs, @AskedMs, @Start, @Revision, @CreatedMs, @UpdatedMs)
            ON CONFLICT(reference, platform) DO NOTHING
            """,
            post);
        await AnnounceAsync(session, rows, post, announce);
    }

    /// <summary>Stores what is asked for now in place of what was asked for before.</summary>
    /// <param name="post">The post as it is to be; its revision is one more than that of the row that was read.</param>
    /// <exception cref="ChangedMeanwhileException">It has changed, or has begun to go out, since it was read.</exception>
    public static async Task ChangeAsync(IDbSession session, PostRow post, PostAnnouncement? announce)
    {
        await TakeTurnAsync(session, post);
        var rows = await session.ExecuteAsync(
            """
            UPDATE post SET platform = @Platform, account = @Account, message = @Message, campaign = @Campaign, extras = @Extras, series = @Series, text_key = @TextKey, approve = @Approve, state = @State, scheduled_ms = @ScheduledMs,
              window_ms = @WindowMs, due_ms = @DueMs, asked_ms = @AskedMs, start = @Start, revision = @Revision, problem = NULL, updated_ms = @UpdatedMs
            WHERE id = @Id AND revision = @Revision - 1 AND state IN ('draft', 'scheduled', 'cancelled')
            """,
            post);
        await AnnounceAsync(session, rows, post, announce);
    }

    /// <summary>Lets a run have a post: from now on nothing of it is changed.</summary>
    /// <exception cref="FaultException">It has changed since it was looked at; the step is then tried again.</exception>
    public static async Task BeginAsync(IDbSession session, PostRow post, RunId run, long ms)
    {
        var rows = await session.ExecuteAsync(
            "UPDATE post SET state = 'sending', run_id = @run, updated_ms = @ms WHERE id = @Id AND revision = @Revision AND state = 'scheduled'",
            new { run, ms, post.Id, post.Revision });
        if (rows == 0)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"The post {post.Reference} was changed at this moment."));
        }
    }

    /// <summary>Notes that a post is out.</summary>
    public static Task NoteOutAsync(IDbSession session, PostId id, string networkId, string link, long ms) => session.ExecuteAsync(
        "UPDATE post SET network_id = @networkId, link = @link, problem = NULL, updated_ms = @ms WHERE id = @id AND network_id IS NULL", new { id, networkId, link, ms });

    /// <summary>Notes that a person has said where a post is.</summary>
    /// <returns>False when it is known already, or not going out.</returns>
    public Task<bool> TellOutAsync(PostId id, string networkId, string link, long ms, CancellationToken cancellation) => database.WriteAsync(
        async session => await session.ExecuteAsync(
            "UPDATE post SET network_id = @networkId, link = @link, updated_ms = @ms WHERE id = @id AND network_id IS NULL AND state IN ('sending', 'failed')",
            new { id, networkId, link, ms }) > 0,
        cancellation);

    /// <summary>Ends a post that is out.</summary>
    public static Task EndAsync(IDbSession session, PostId id, long ms) => session.ExecuteAsync(
        "UPDATE post SET state = 'sent', problem = NULL, sent_ms = COALESCE(sent_ms, @ms), updated_ms = @ms WHERE id = @id AND state <> 'deleted'", new { id, ms });

    /// <summary>Notes that a post that is out says something else now.</summary>
    public static Task NoteEditedAsync(IDbSession session, PostId id, string message, long ms) => session.ExecuteAsync(
        "UPDATE post SET message = @message, revision = revision + 1, updated_ms = @ms WHERE id = @id", new { id, message, ms });

    /// <summary>Notes that a post that was out is taken back.</summary>
    public static Task NoteDeletedAsync(IDbSession session, PostId id, long ms) => session.ExecuteAsync(
        "UPDATE post SET state = 'deleted', revision = revision + 1, updated_ms = @ms WHERE id = @id", new { id, ms });

    /// <summary>Cancels a post that has not begun to go out.</summary>
    /// <exception cref="ChangedMeanwhileException">It has by now.</exception>
    public static async Task CancelAsync(IDbSession session, PostRow post, PostAnnouncement? announce, long ms)
    {
        var rows = await session.ExecuteAsync(
            "UPDATE post SET state = 'cancelled', revision = @Revision + 1, asked_ms = @askedMs, updated_ms = @ms WHERE id = @Id AND revision = @Revision AND state IN ('draft', 'scheduled')",
            new { post.Id, post.Revision, askedMs = AskedWhenCancelled(ms), ms });
        await AnnounceAsync(session, rows, post with { Revision = post.Revision + 1, UpdatedMs = ms }, announce);
    }

    /// <summary>Ends the post of a run that was cancelled. One that is out stays what it is.</summary>
    /// <param name="runKey">See <see cref="PostRow.RunKey"/>.</param>
    public static async Task EndCancelledAsync(IDbSession session, string runKey, long ms)
    {
        if (PostRow.TryParseRunKey(runKey, out var id, out var start))
        {
            await session.ExecuteAsync(
                """
                UPDATE post SET state = 'cancelled', revision = revision + 1, run_id = NULL, asked_ms = @askedMs, updated_ms = @ms
                WHERE id = @id AND start = @start AND network_id IS NULL AND state IN ('scheduled', 'sending', 'failed')
                """,
                new { id, start, askedMs = AskedWhenCancelled(ms), ms });
        }
    }

    /// <summary>Ends the post of a run that has failed. Of one that is out it is noted what did not follow it.</summary>
    /// <returns>The post; null when the run had none that was going out.</returns>
    public static async Task<PostRow?> FailAsync(IDbSession session, RunId run, string problem, long ms)
    {
        var post = await session.FindAsync<PostRow>($"SELECT {Columns} FROM post WHERE run_id = @run AND state IN ('sending', 'failed') AND network_id IS NULL", new { run });
        if (post is null)
        {
            await session.ExecuteAsync("UPDATE post SET problem = @problem, updated_ms = @ms WHERE run_id = @run AND network_id IS NOT NULL", new { run, problem, ms });
        }
        else
        {
            await session.ExecuteAsync("UPDATE post SET state = 'failed', problem = @problem, updated_ms = @ms WHERE id = @Id", new { post.Id, problem, ms });
        }

        return post;
    }

    // The account's row is held until the transaction ends: whoever comes next sees what was written.
    private static async Task TakeTurnAsync(IDbSession session, PostRow post)
    {
        if (!post.IsTimeChosen)
        {
            return;
        }

        await session.ExecuteAsync("INSERT INTO post_turn(account, turns) VALUES(@Account, 1) ON CONFLICT(account) DO UPDATE SET turns = post_turn.turns + 1", new { post.Account });
        if (await session.FindAsync<long?>(
            "SELECT id FROM post WHERE account = @Account AND scheduled_ms = @ScheduledMs AND id <> @Id AND state NOT IN ('cancelled', 'failed') LIMIT 1",
            new { post.Account, post.ScheduledMs, post.Id }) is not null)
        {
            throw new ChangedMeanwhileException();
        }
    }

    private static async Task AnnounceAsync(IDbSession session, int rows, PostRow post, PostAnnouncement? announce)
    {
        if (rows == 0)
        {
            throw new ChangedMeanwhileException();
        }

        await (announce?.RecordAsync(session, post.Id, post.Revision, post.UpdatedMs) ?? Task.CompletedTask);
    }

    // Events say whole seconds: one that asks again in the second of a cancel is newer than it.
    private static long AskedWhenCancelled(long ms) => ms - (ms % 1000);
}

/// <summary>Which posts to list. Null filters nothing.</summary>
internal sealed record PostQuery(string? State = null, long? FromMs = null, long? ToMs = null, string? Campaign = null, string? Reference = null);

/// <summary>Somebody else has changed the post since it was read; nothing of this was stored.</summary>
internal sealed class ChangedMeanwhileException() : Exception("The post was changed meanwhile.");
