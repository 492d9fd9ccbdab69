using System.Globalization;
using System.Text.Json.Nodes;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Posts.Repeating;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Carries out what is asked for by <see cref="PostsApi"/>.</summary>
internal static partial class PostRequests
{
    public static async Task<ListOf<PostItem>> ListAsync(
        string? state, string? from, string? to, string? campaign, string? reference, [AsParameters] Paging paging, PostStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        if (!string.IsNullOrEmpty(state) && !PostState.All.Contains(state))
        {
            request.Refuse("/query/state", "unknown", $"Must be one of {string.Join(", ", PostState.All)}.");
        }

        var query = new PostQuery(
            string.IsNullOrEmpty(state) ? null : state,
            EventsApi.TimeOf(request, "/query/from", from)?.ToUnixTimeMilliseconds(), EventsApi.TimeOf(request, "/query/to", to)?.ToUnixTimeMilliseconds(),
            string.IsNullOrEmpty(campaign) ? null : campaign, string.IsNullOrEmpty(reference) ? null : reference);
        var page = paging.Of($"posts/{query}", request);
        return page.Answer(await store.ListAsync(query, page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, PostItem.From);
    }

    public static async Task<ScheduledPost> ScheduleAsync(
        SchedulePostRequest body, HttpContext http, PostReading reading, PostOperations posts, PostWarnings warnings, PostSeries series, IdGenerator ids, TimeProvider time, CancellationToken cancellation)
    {
        var reference = KeyedRequest.SeedOf(http) ?? ShortId.Format(ids.Next());
        if (body.Repeat is not null)
        {
            var read = series.Read(body.Words, reference, time.GetUtcNow());
            var made = read.Series is null ? throw Refusal(read.Problems) : await series.AskAsync(read.Series, cancellation);
            return made.Count > 0 ? Answer(made, changed: true) : throw CannotMove("None of the posts waits: they were changed or cancelled meanwhile.");
        }

        var (ask, problems) = reading.Read(body.Words, reference, time.GetUtcNow());
        if (ask is null)
        {
            throw Refusal(problems);
        }

        var answer = await AskAsync(ask, posts, cancellation);
        // Of the time that was chosen, where none was named.
        return answer with { Warnings = await warnings.LookAsync(ask with { Scheduled = new DateTimeOffset(answer.Post.ScheduledAt) }, cancellation) };
    }

    public static async Task<PostPreview> PreviewAsync(
        SchedulePostRequest body, PostReading reading, PostStore store, PostChoosing choosing, PostWarnings warnings, PostAccounts accounts, PostSeries series, IdGenerator ids, TimeProvider time,
        CancellationToken cancellation)
    {
        var repeated = body.Repeat is null ? default : series.Read(body.Words, "new", time.GetUtcNow());
        if (body.Repeat is not null && repeated.Series is null)
        {
            throw Refusal(repeated.Problems);
        }

        var words = body.Repeat is null ? body.Words : body.Words with { Repeat = null, ScheduledDate = PostTimes.Write(repeated.Next[0].At) };
        var (read, problems) = reading.Read(words, ShortId.Format(ids.Next()), time.GetUtcNow());
        if (read is null)
        {
            throw Refusal(problems);
        }

        var ask = await choosing.ResolveAsync(read, await store.FindAllAsync(read.Reference, cancellation), cancellation);
        return ask.Late is { } late
            ? throw Refusal([new PostProblem(PostReading.ScheduledDate, late)])
            : new PostPreview(
                [.. from at in body.Repeat is null ? [ask.Scheduled] : repeated.Next.Select(next => next.At)
                    from target in ask.Targets
                    let count = accounts.Count(target, ask.Campaign, ask.Reference)
                    select new PreviewedPost(
                        target.Platform, target.Account, target.Message, at.UtcDateTime, (at + target.Window).UtcDateTime,
                        TimeZoneInfo.ConvertTime(at, choosing.ZoneOf(target.Account)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), count?.Length, count?.Most)],
                await warnings.LookAsync(ask, cancellation), repeated.Notes ?? []);
    }

    public static async Task<ScheduledPost> MoveAsync(
        string id, MovePostRequest body, PostStore store, PostReading reading, PostOperations posts, TimeProvider time, CancellationToken cancellation)
    {
        var post = await FindAsync(id, store, cancellation);
        if (!PostState.IsWaiting(post.State))
        {
            throw CannotMove($"The post {post.Id} is {post.State}; only one that waits can be moved.");
        }

        // The other networks of its reference stay where they are.
        var (ask, problems) = reading.Read(PostItem.From(post).Words with { ScheduledDate = body.ScheduledDate }, post.Reference, time.GetUtcNow());
        return ask is null ? throw Refusal(problems) : await AskAsync(ask with { IsWhole = false, IsApproved = post.State == PostState.Scheduled }, posts, cancellation);
    }

    public static async Task<ScheduledPost> ApproveAsync(
        string id, PostStore store, PostReading reading, PostOperations posts, TimeProvider time, CancellationToken cancellation)
    {
        var post = await FindAsync(id, store, cancellation);
        var (approved, outcome, _) = await posts.ApproveAsync(post.Reference, at => reading.LateAt(at, time.GetUtcNow()), cancellation);
        return outcome switch
        {
            AskOutcome.Accepted => Answer(approved, changed: true),
            AskOutcome.Late => throw CannotMove($"The time of post {post.Id} is past by more than posts.late_grace: move it first."),
            _ => throw CannotMove($"The post {post.Id} is {post.State}; only a draft can be approved."),
        };
    }

    public static async Task<TakenEvent> AcceptAsync(JsonObject body, HttpContext http, PostIntake intake, IdGenerator ids, CancellationToken cancellation)
    {
        var id = KeyedRequest.SeedOf(http) ?? ShortId.Format(ids.Next());
        var taken = await intake.TakeAsync(new ArrivedEvent(body.ToJsonString(), id, id), cancellation);
        return taken.Accepted is { Posts: var posts }
            ? new TakenEvent(
                Accepted: true, posts.Count > 0 ? posts[0].Id.ToString() : null, DeadLetter: null,
                string.Join(' ', posts.Select(post => $"Post {post.Id} is {post.State}; its time is {Clock.Iso(DateTimeOffset.FromUnixTimeMilliseconds(post.DueMs))}.")))
            : new TakenEvent(Accepted: false, Post: null, taken.Run?.ToString(), taken.Refusal!);
    }

    public static async Task<PostItem> CancelAsync(string id, PostStore store, PostOperations posts, CancellationToken cancellation)
    {
        var post = await FindAsync(id, store, cancellation);
        return await posts.CancelAsync(post.Id, cancellation)
            ? PostItem.From(await FindAsync(id, store, cancellation))
            : throw CannotMove($"The post {post.Id} {(post.State == PostState.Scheduled ? "begins to go out at this moment" : $"is {post.State}")}; only one that waits can be cancelled.");
    }

    public static async Task<PostItem> OutAsync(
        string id, PostOutRequest body, PostStore store, IRuns runs, CancellationToken cancellation)
    {
        var link = RequestText.Read(request => PostLink.Read(request, "/body/link", body.Link));
        var post = await FindAsync(id, store, cancellation);
        if (post.RunId is not { } run || !await store.TellOutAsync(post.Id, link.Id, link.Link.AbsoluteUri, store.NowMs, cancellation))
        {
            throw CannotMove($"The post {post.Id} is {post.State}{(post.Link is null ? "" : $", at {post.Link}")}; only one that was begun and not found can be told to be out.");
        }

        // It is stored: a run that asks goes on, one that failed is tried again, and one that still looks finds it.
        if (!(await runs.DecideAsync(new RunId(run), SendPost.ConfirmStep, Decision.Sent, cancellation)).Moved)
        {
            await runs.RetryAsync(new RunId(run), cancellation);
        }

        return PostItem.From(await FindAsync(id, store, cancellation));
    }

    public static async Task<PostRow> FindAsync(string id, PostStore store, CancellationToken cancellation)
        => PostId.TryParse(id, out var post) && await store.FindAsync(post, cancellation) is { } row ? row
            : throw PostsApi.NotFound.Because($"There is no post \"{ShownText.Name(id)}\"; ids look like {new PostId(0)}.");

    private static async Task<ScheduledPost> AskAsync(PostAsk ask, PostOperations posts, CancellationToken cancellation)
    {
        var (rows, outcome, why) = await AskedAsync(ask, posts, cancellation);
        return outcome switch
        {
            AskOutcome.Late => throw Refusal([new PostProblem(PostReading.ScheduledDate, ask.Late!)]),
            AskOutcome.Duplicate => throw CannotMove($"{why} Nothing was scheduled, since posts.refuse_duplicates is set."),
            AskOutcome.Accepted or AskOutcome.Unchanged => Answer(rows, outcome == AskOutcome.Accepted),
            AskOutcome.Outdated => throw CannotMove($"The post with the reference {ShownText.Name(ask.Reference)} was changed meanwhile; nothing was changed. Ask again."),
            _ => throw CannotMove(
                $"The post {rows[0].Id} with the reference {ShownText.Name(ask.Reference)} {(PostState.IsWaiting(rows[0].State) ? "begins to go out at this moment" : $"is {rows[0].State}")}, and says something else; nothing was changed. Use another reference for another post."),
        };
    }

    private static async Task<AskResult> AskedAsync(PostAsk ask, PostOperations posts, CancellationToken cancellation)
    {
        try
        {
            return await posts.AskAsync(ask, cancellation);
        }
        catch (FormatException noTime)
        {
            throw Refusal([new PostProblem(PostReading.ScheduledDate, noTime.Message)]);
        }
    }

    private static ScheduledPost Answer(IReadOnlyList<PostRow> rows, bool changed) => new(PostItem.From(rows[0]), changed, [.. rows.Select(PostItem.From)], []);

    private static RefusalException CannotMove(string why) => PostsApi.CannotMove.Because(why);

    private static RefusalException Refusal(IReadOnlyList<PostProblem> problems)
        => new(WebProblems.Refusal([.. problems.Select(problem => new ProblemError($"/body/{problem.Field}", "invalid", problem.Sentence))]));
}
