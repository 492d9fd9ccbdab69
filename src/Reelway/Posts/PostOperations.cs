using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Accepts posts, changes them, and takes them back, as long as they have not begun to go out.</summary>
/// <remarks>
/// A reference has a row for each network. They are written in the order of the networks' names, and the last write that a change needs announces it: a
/// delivery that was interrupted is repeated, does what is left, and announces that once.
/// </remarks>
internal sealed class PostOperations(IRuns runs, PostStore store, PostAccounts accounts, PostChoosing choosing, PostWarnings warnings, IdGenerator ids, Chance chance)
{
    // Somebody else changes the same post at the same moment: it is read again.
    private const int MostTries = 10;

    /// <summary>Accepts what is asked for: new posts, or a change of waiting ones. All of it or nothing.</summary>
    /// <exception cref="FormatException">No time can be chosen for them.</exception>
    public Task<AskResult> AskAsync(PostAsk asked, CancellationToken cancellation) => TryAsync(async () =>
    {
        var rows = await store.FindAllAsync(asked.Reference, cancellation);
        var ask = await choosing.ResolveAsync(asked, rows, cancellation);
        // That of a chosen time first: when somebody else has taken it meanwhile, nothing is written yet.
        var plan = ask.Targets.OrderBy(target => target.Account != ask.ChosenFor)
            .Select(target => new Planned(target, rows.FirstOrDefault(row => row.Platform == target.Platform))).ToList();
        var dropped = ask.IsWhole ? rows.Where(row => PostState.IsWaiting(row.State) && plan.All(one => one.Row != row)).ToList() : [];
        var outcome = OutcomeOf(ask, plan, dropped);
        if (outcome == AskOutcome.Accepted && await warnings.RefusedAsync(ask, cancellation) is { } same)
        {
            return new AskResult([], AskOutcome.Duplicate, same.Sentence);
        }

        try
        {
            return new AskResult(
                outcome == AskOutcome.Accepted ? await WriteAsync(ask, plan, dropped, cancellation) : [.. plan.Select(one => one.Row).OfType<PostRow>()], outcome);
        }
        catch (BegunMeanwhileException begun)
        {
            return new AskResult([begun.Post], AskOutcome.TooLate);
        }
    });

    /// <summary>Lets the drafts of a reference go out.</summary>
    /// <param name="late">Why a time is too long past; null when it is not.</param>
    public Task<AskResult> ApproveAsync(string reference, Func<DateTimeOffset, string?> late, CancellationToken cancellation) => TryAsync(async () =>
    {
        var drafts = (await store.FindAllAsync(reference, cancellation)).Where(row => row.State == PostState.Draft).ToList();
        if (drafts.Any(draft => late(draft.Scheduled) is not null))
        {
            return new AskResult(drafts, AskOutcome.Late);
        }

        var posts = new List<PostRow>();
        foreach (var draft in drafts)
        {
            var now = store.NowMs;
            var drawn = await DrawAsync(draft.Scheduled, draft.Account, TimeSpan.FromMilliseconds(draft.WindowMs), draft.Id, cancellation);
            posts.Add(draft with { State = PostState.Scheduled, Start = draft.Start + 1, Revision = draft.Revision + 1, DueMs = drawn, UpdatedMs = now });
        }

        foreach (var (number, post) in posts.Index())
        {
            await StartAsync(post, isNew: false, number == posts.Count - 1 ? PostAnnouncement.Of(posts, post.Scheduled) : null, cancellation);
        }

        return new AskResult(posts, posts.Count > 0 ? AskOutcome.Accepted : AskOutcome.Unchanged);
    });

    /// <summary>Takes a post back that has not begun to go out.</summary>
    /// <returns>False when it has.</returns>
    public Task<bool> CancelAsync(PostId id, CancellationToken cancellation) => TryAsync(
        async () => await store.FindAsync(id, cancellation) is { } post && PostState.IsWaiting(post.State) && await TakeBackAsync(post, announce: null, cancellation));

    private static AskOutcome OutcomeOf(PostAsk ask, IReadOnlyList<Planned> plan, List<PostRow> dropped)
    {
        if (dropped.Count == 0 && plan.All(one => one.Row is { State: not PostState.Cancelled } row && row.IsAs(ask, one.Target)))
        {
            return AskOutcome.Unchanged;
        }

        var changed = plan.Where(one => one.Row?.State == PostState.Cancelled || one.Row?.IsAs(ask, one.Target) != true).Select(one => one.Row).ToList();
        return changed.Any(row => row is not null && !PostState.IsWaiting(row.State) && row.State != PostState.Cancelled) ? AskOutcome.TooLate
            // What was asked for before a post was changed or cancelled neither changes it nor brings it back.
            : changed.Concat(dropped).Any(row => ask.AskedAt.ToUnixTimeMilliseconds() < row?.AskedMs) ? AskOutcome.Outdated
            : ask.Late is not null ? AskOutcome.Late
            : AskOutcome.Accepted;
    }

    private async Task<IReadOnlyList<PostRow>> WriteAsync(PostAsk ask, List<Planned> plan, List<PostRow> dropped, CancellationToken cancellation)
    {
        var writes = new List<Func<PostAnnouncement?, Task>>();
        var posts = new List<PostRow>();
        foreach (var row in dropped)
        {
            writes.Add(announce => TakeBackAsync(row, announce, cancellation));
        }

        foreach (var (target, row) in plan)
        {
            if (row is { State: not PostState.Cancelled } && row.IsAs(ask, target))
            {
                posts.Add(row);
                continue;
            }

            var now = store.NowMs;
            var isMoved = row is null || row.State == PostState.Cancelled || !row.IsAt(ask, target);
            var drawn = isMoved ? await DrawAsync(ask.Scheduled, target.Account, target.Window, row?.Id, cancellation) : row!.DueMs;
            var post = (row ?? new PostRow { Id = new PostId(ids.Next()), Reference = ask.Reference, CreatedMs = now }).With(ask, target, drawn, now);
            posts.Add(post);
            writes.Add(announce => (row?.State == PostState.Scheduled, post.State == PostState.Scheduled) switch
            {
                (true, true) => MoveAsync(post, announce, cancellation),
                (false, true) => StartAsync(post, isNew: row is null, announce, cancellation),
                (true, false) => StopAsync(post, cancellation),
                _ => store.WriteAsync(session => row is null ? PostStore.AddAsync(session, post, announce: null) : PostStore.ChangeAsync(session, post, announce: null), cancellation),
            });
        }

        var announcement = ask.AreDrafts ? null : PostAnnouncement.Of(posts, ask.Scheduled);
        foreach (var (number, write) in writes.Index())
        {
            await write(number == writes.Count - 1 ? announcement : null);
        }

        return posts;
    }

    private async Task StartAsync(PostRow post, bool isNew, PostAnnouncement? announce, CancellationToken cancellation)
        => await runs.StartAsync(
            SendPost.Flow, post.RunKey, new SendPostInput(post.Id.ToString(), post.Start), new StartOptions(DateTimeOffset.FromUnixTimeMilliseconds(post.DueMs)),
            session => isNew ? PostStore.AddAsync(session, post, announce) : PostStore.ChangeAsync(session, post, announce), cancellation);

    private async Task MoveAsync(PostRow post, PostAnnouncement? announce, CancellationToken cancellation)
    {
        var moved = await runs.MoveStartAsync(
            SendPost.Flow, post.RunKey, DateTimeOffset.FromUnixTimeMilliseconds(post.DueMs), session => PostStore.ChangeAsync(session, post, announce), cancellation);
        Ensure(moved.Moved, post);
    }

    // Back to being a draft.
    private async Task StopAsync(PostRow post, CancellationToken cancellation)
    {
        var stopped = await runs.CancelStartsAsync(
            SendPost.Flow, [post.RunKey], "The post was changed, and is to be approved.",
            (session, keys) => keys.Count > 0 ? PostStore.ChangeAsync(session, post, announce: null) : Task.CompletedTask, cancellation);
        Ensure(stopped.Count > 0, post);
    }

    private static void Ensure(bool isDone, PostRow post)
    {
        if (!isDone)
        {
            throw new BegunMeanwhileException(post);
        }
    }

    private async Task<bool> TakeBackAsync(PostRow post, PostAnnouncement? announce, CancellationToken cancellation)
    {
        var now = store.NowMs;
        if (post.State == PostState.Draft)
        {
            await store.WriteAsync(session => PostStore.CancelAsync(session, post, announce, now), cancellation);
            return true;
        }

        var cancelled = await runs.CancelStartsAsync(
            SendPost.Flow, [post.RunKey], "The post was cancelled.", (session, keys) => keys.Count > 0 ? PostStore.CancelAsync(session, post, announce, now) : Task.CompletedTask, cancellation);
        return cancelled.Count > 0;
    }

    private async Task<long> DrawAsync(DateTimeOffset scheduled, string account, TimeSpan window, PostId? own, CancellationToken cancellation)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(store.NowMs);
        var from = scheduled > now ? scheduled : now;
        var spacing = accounts.SpacingOf(accounts.Require(account));
        var others = spacing <= TimeSpan.Zero ? []
            : await store.DueAsync(account, (from - spacing).ToUnixTimeMilliseconds(), (from + window + spacing + TimeSpan.FromDays(1)).ToUnixTimeMilliseconds(), own, cancellation);
        return PostTimes.Draw(from, window, spacing, others.Select(DateTimeOffset.FromUnixTimeMilliseconds), chance()).ToUnixTimeMilliseconds();
    }

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

    private sealed record Planned(PostTarget Target, PostRow? Row);

    /// <summary>A run has begun since its post was read.</summary>
    private sealed class BegunMeanwhileException(PostRow post) : Exception
    {
        public PostRow Post => post;
    }
}
