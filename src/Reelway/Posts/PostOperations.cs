using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Accepts posts, changes them, and takes them back, as long as they have not begun to go out.</summary>
internal sealed class PostOperations(IRuns runs, PostStore store, PostAccounts accounts, IdGenerator ids, Chance chance)
{
    // Somebody else changes the same post at the same moment: it is read again.
    private const int MostTries = 10;

    /// <summary>Accepts what is asked for: a new post, or a change of a waiting one.</summary>
    public Task<AskResult> AskAsync(PostAsk ask, CancellationToken cancellation) => TryAsync(async () =>
    {
        var post = await store.FindAsync(ask.Reference, cancellation);
        var outcome = post switch
        {
            null => AskOutcome.Accepted,
            { State: PostState.Cancelled } => AskOutcome.Accepted,
            _ when post.IsAs(ask) => AskOutcome.Unchanged,
            { State: not PostState.Scheduled } => AskOutcome.TooLate,
            _ when ask.AskedAt.ToUnixTimeMilliseconds() < post.AskedMs => AskOutcome.Outdated,
            _ => AskOutcome.Accepted,
        };
        return outcome != AskOutcome.Accepted ? new AskResult(post!, outcome)
            : post is null or { State: PostState.Cancelled } ? await StartAsync(ask, post, cancellation)
            : await ChangeAsync(ask, post, cancellation);
    });

    /// <summary>Takes a post back that has not begun to go out.</summary>
    /// <returns>False when it has.</returns>
    public Task<bool> CancelAsync(PostId id, CancellationToken cancellation) => TryAsync(async () =>
    {
        var post = await store.FindAsync(id, cancellation);
        if (post is not { State: PostState.Scheduled })
        {
            return false;
        }

        var now = store.NowMs;
        var cancelled = await runs.CancelStartsAsync(
            SendPost.Flow, [post.RunKey], "The post was cancelled.", (session, keys) => keys.Count > 0 ? PostStore.CancelAsync(session, post, now) : Task.CompletedTask, cancellation);
        return cancelled.Count > 0;
    });

    private async Task<AskResult> StartAsync(PostAsk ask, PostRow? cancelled, CancellationToken cancellation)
    {
        var now = store.NowMs;
        var drawn = await DrawAsync(ask, cancelled?.Id, cancellation);
        var post = Asked(cancelled ?? new PostRow { Id = new PostId(ids.Next()), Reference = ask.Reference, CreatedMs = now }, ask, drawn, now);
        post = post with { Start = post.Start + 1 };
        await runs.StartAsync(
            SendPost.Flow, post.RunKey, new SendPostInput(post.Id.ToString(), post.Start), new StartOptions(DateTimeOffset.FromUnixTimeMilliseconds(drawn)),
            session => cancelled is null ? PostStore.AddAsync(session, post) : PostStore.ChangeAsync(session, post), cancellation);
        return new AskResult(post, AskOutcome.Accepted);
    }

    private async Task<AskResult> ChangeAsync(PostAsk ask, PostRow post, CancellationToken cancellation)
    {
        var now = store.NowMs;
        var isMoved = post.ScheduledMs != ask.Scheduled.ToUnixTimeMilliseconds() || post.WindowMs != (long)ask.Window.TotalMilliseconds || post.Account != ask.Account;
        var drawn = isMoved ? await DrawAsync(ask, post.Id, cancellation) : post.DueMs;
        var changed = Asked(post, ask, drawn, now);
        var moved = await runs.MoveStartAsync(
            SendPost.Flow, post.RunKey, DateTimeOffset.FromUnixTimeMilliseconds(drawn), session => PostStore.ChangeAsync(session, changed), cancellation);
        return moved.Moved ? new AskResult(changed, AskOutcome.Accepted) : new AskResult(await store.FindAsync(post.Id, cancellation) ?? post, AskOutcome.TooLate);
    }

    private async Task<long> DrawAsync(PostAsk ask, PostId? own, CancellationToken cancellation)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs);
        var from = ask.Scheduled > now ? ask.Scheduled : now;
        var spacing = accounts.SpacingOf(accounts.Require(ask.Account));
        var others = spacing <= TimeSpan.Zero ? []
            : await store.DueAsync(ask.Account, (from - spacing).ToUnixTimeMilliseconds(), (from + ask.Window + spacing + TimeSpan.FromDays(1)).ToUnixTimeMilliseconds(), own, cancellation);
        return PostTimes.Draw(from, ask.Window, spacing, others.Select(DateTimeOffset.FromUnixTimeMilliseconds), chance()).ToUnixTimeMilliseconds();
    }

    private static PostRow Asked(PostRow post, PostAsk ask, long drawn, long now) => post with
    {
        Platform = ask.Platform,
        Account = ask.Account,
        Message = ask.Message,
        Campaign = ask.Campaign,
        State = PostState.Scheduled,
        ScheduledMs = ask.Scheduled.ToUnixTimeMilliseconds(),
        WindowMs = (long)ask.Window.TotalMilliseconds,
        DueMs = drawn,
        AskedMs = ask.AskedAt.ToUnixTimeMilliseconds(),
        Revision = post.Revision + 1,
        Problem = null,
        UpdatedMs = now,
    };

    private static async Task<T> TryAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await act();
            }
            catch (ChangedMeanwhileException) when (attempt < MostTries)
            {
                // Read again: it may have begun to go out, or says what is asked for by now.
            }
        }
    }
}

/// <summary>Draws a number from 0 to below 1.</summary>
internal delegate double Chance();

/// <summary>What became of an ask.</summary>
/// <param name="Post">The post as it is now.</param>
internal sealed record AskResult(PostRow Post, AskOutcome Outcome);

/// <summary>What becomes of an ask.</summary>
internal enum AskOutcome
{
    /// <summary>It is stored, and announced.</summary>
    Accepted,

    /// <summary>The post says this already.</summary>
    Unchanged,

    /// <summary>A later one has been accepted.</summary>
    Outdated,

    /// <summary>The post has begun to go out with other content.</summary>
    TooLate,
}
