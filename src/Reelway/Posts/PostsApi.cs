using System.Text.Json.Nodes;
using Reelway.Connectors.Posting;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>What can be asked of posts.</summary>
internal static class PostsApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/posts";

    public static readonly Right Read = new("posts:read");
    public static readonly Right Write = new("posts:write");

    private static readonly ProblemKind NotFound = new(404, "post-not-found", "There is no such post");
    private static readonly ProblemKind CannotMove = new(409, "post-cannot-move", "The post is not in a state for this");

    private static readonly Parameter Id = new("id", "The post's id, such as post_06agn9k2w4008.");

    public static readonly Operation<ListOf<PostItem>> List = new("listPosts", "GET /posts", Read)
    {
        Summary = "List posts, newest first",
        Text = "Those that wait, and what became of the others.",
        Parameters =
        [
            new("state", "Only those in this state.", Values: PostState.All),
            new("from", "Only those that go out at this time or later."), new("to", "Only those that go out before this time."),
        ],
        Example = new([PostItem.Sample]),
    };

    public static readonly Operation<PostItem> Get = new("getPost", "GET /posts/{id}", Read)
    {
        Summary = "Show a post",
        Text = "With when it goes out, and where it can be seen when it is out.",
        Parameters = [Id],
        Example = PostItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<SchedulePostRequest, ScheduledPost> Schedule = new("schedulePost", "POST /posts", Write)
    {
        Summary = "Schedule a post, or change one that waits",
        Text = "The same `referenceNumber` again changes the post until it begins to go out. A time that is past by less than `posts.late_grace` means now.",
        Body = new("Owls: why? Watch it now.", "twitter", "2026-12-01T10:00:00", "owls-1", Account: null, Campaign: null, Window: null),
        Example = new(PostItem.Sample, Changed: true),
        Problems = [CannotMove],
    };

    public static readonly Operation<JsonObject, TakenEvent> Accept = new("acceptEvent", "POST /events", Write)
    {
        Status = StatusCodes.Status202Accepted,
        Summary = "Hand in an event that asks for a post",
        Text = "As EventBridge sends it to an API destination: `detail-type` is `Schedule Social Post`. An event that can't be accepted is answered with 202 as well, since a sender would only repeat it: it is kept among the dead letters, and `post.failed` is announced.",
        Body = new JsonObject
        {
            ["detail-type"] = PostEventReader.DetailType,
            ["source"] = "newsroom",
            ["detail"] = new JsonObject { ["message"] = "Owls: why? Watch it now.", ["platform"] = "twitter", ["scheduledDate"] = "2026-12-01T10:00:00", ["referenceNumber"] = "owls-1" },
        },
        Example = new(Accepted: true, "post_06agn9k2w4008", DeadLetter: null, "Post post_06agn9k2w4008 goes out at 2026-12-01T10:03:12Z."),
    };

    public static readonly Operation<MovePostRequest, ScheduledPost> Move = new("movePost", "POST /posts/{id}/move", Write)
    {
        Summary = "Let a post go out at another time",
        Text = "Its instant is drawn again within its window.",
        Parameters = [Id],
        Body = new("2026-12-02T10:00:00"),
        Example = new(PostItem.Sample, Changed: true),
        Problems = [NotFound, CannotMove],
    };

    public static readonly Operation<PostItem> Cancel = new("cancelPost", "POST /posts/{id}/cancel", Write)
    {
        Summary = "Take a post back that has not begun to go out",
        Text = "Its reference can be used again.",
        Parameters = [Id],
        Example = PostItem.Sample with { State = PostState.Cancelled },
        Problems = [NotFound, CannotMove],
    };

    public static readonly Operation<PostOutRequest, PostItem> Out = new("confirmPost", "POST /posts/{id}/out", Write)
    {
        Summary = "Say that a post is out, and where",
        Text = "For a post whose answer was lost, and which was not found in its account's timeline. Its run goes on, and does not send it again.",
        Parameters = [Id],
        Body = new("https://twitter.com/fernwoodconf/status/1861000000000000001"),
        Example = PostItem.Sample with { State = PostState.Sending },
        Problems = [NotFound, CannotMove],
    };

    public static void MapPosts(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ListAsync);
        routes.Map(Get, async (string id, PostStore store, CancellationToken cancellation) => PostItem.From(await FindAsync(id, store, cancellation)));
        routes.Map(Schedule, ScheduleAsync).Form(PagePath, "schedule", done => new Notice($"Post {done.Post.ReferenceNumber} goes out at {Clock.Exact(done.Post.DueAt)}.", Failed: false));
        routes.Map(Accept, AcceptAsync);
        routes.Map(Move, MoveAsync);
        routes.Map(Cancel, CancelAsync).Form(PagePath, "{id}/cancel", post => new Notice($"Post {post.ReferenceNumber} was cancelled.", Failed: false));
        routes.Map(Out, OutAsync);
    }

    private static async Task<ListOf<PostItem>> ListAsync(
        string? state, string? from, string? to, [AsParameters] Paging paging, PostStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        if (!string.IsNullOrEmpty(state) && !PostState.All.Contains(state))
        {
            request.Refuse("/query/state", "unknown", $"Must be one of {string.Join(", ", PostState.All)}.");
        }

        var query = new PostQuery(
            string.IsNullOrEmpty(state) ? null : state,
            EventsApi.TimeOf(request, "/query/from", from)?.ToUnixTimeMilliseconds(), EventsApi.TimeOf(request, "/query/to", to)?.ToUnixTimeMilliseconds());
        var page = paging.Of($"posts/{query}", request);
        return page.Answer(await store.ListAsync(query, page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, PostItem.From);
    }

    private static Task<ScheduledPost> ScheduleAsync(
        SchedulePostRequest body, HttpContext http, PostReading reading, PostOperations posts, IdGenerator ids, TimeProvider time, CancellationToken cancellation)
        => AskAsync(
            new PostWords(body.Message, body.Platform, body.ScheduledDate, body.ReferenceNumber, body.Account, body.Campaign, body.Window),
            KeyedRequest.SeedOf(http) ?? ShortId.Format(ids.Next()), reading, posts, time, cancellation);

    private static async Task<ScheduledPost> MoveAsync(
        string id, MovePostRequest body, PostStore store, PostReading reading, PostOperations posts, TimeProvider time, CancellationToken cancellation)
    {
        var post = PostItem.From(await FindAsync(id, store, cancellation));
        return post.State == PostState.Scheduled
            ? await AskAsync(
                new PostWords(post.Message, post.Platform, body.ScheduledDate, post.ReferenceNumber, post.Account, post.Campaign, post.Window), post.ReferenceNumber, reading, posts, time, cancellation)
            : throw CannotMove.Because($"The post {post.Id} is {post.State}; only one that waits can be moved.");
    }

    private static async Task<ScheduledPost> AskAsync(
        PostWords words, string reference, PostReading reading, PostOperations posts, TimeProvider time, CancellationToken cancellation)
    {
        var (ask, problems) = reading.Read(words, reference, time.GetUtcNow());
        if (ask is null)
        {
            throw new RefusalException(WebProblems.Refusal([.. problems.Select(Error)]));
        }

        var (post, outcome) = await posts.AskAsync(ask, cancellation);
        return outcome is AskOutcome.Accepted or AskOutcome.Unchanged
            ? new ScheduledPost(PostItem.From(post), outcome == AskOutcome.Accepted)
            : throw CannotMove.Because(
                $"The post {post.Id} with the reference {ShownText.Name(post.Reference)} {(outcome == AskOutcome.Outdated ? "was changed meanwhile" : $"is {post.State}, and says something else")}; nothing was changed. Use another reference for another post.");
    }

    private static async Task<TakenEvent> AcceptAsync(JsonObject body, HttpContext http, PostIntake intake, IdGenerator ids, CancellationToken cancellation)
    {
        var taken = await intake.TakeAsync(body.ToJsonString(), KeyedRequest.SeedOf(http) ?? ShortId.Format(ids.Next()), cancellation);
        return taken.Accepted is { Post: { } post }
            ? new TakenEvent(Accepted: true, post.Id.ToString(), DeadLetter: null, $"Post {post.Id} is {post.State}; its time is {Clock.Iso(DateTimeOffset.FromUnixTimeMilliseconds(post.DueMs))}.")
            : new TakenEvent(Accepted: false, Post: null, taken.Run?.ToString(), taken.Refusal!);
    }

    private static async Task<PostItem> CancelAsync(string id, PostStore store, PostOperations posts, CancellationToken cancellation)
    {
        var post = await FindAsync(id, store, cancellation);
        return await posts.CancelAsync(post.Id, cancellation)
            ? PostItem.From(await FindAsync(id, store, cancellation))
            : throw CannotMove.Because($"The post {post.Id} {(post.State == PostState.Scheduled ? "begins to go out at this moment" : $"is {post.State}")}; only one that waits can be cancelled.");
    }

    private static async Task<PostItem> OutAsync(
        string id, PostOutRequest body, PostStore store, IRuns runs, CancellationToken cancellation)
    {
        var link = RequestText.Read(request => PostLink.Read(request, "/body/link", body.Link));
        var post = await FindAsync(id, store, cancellation);
        if (post.RunId is not { } run || !await store.TellOutAsync(post.Id, link.Id, link.Link.AbsoluteUri, store.NowMs, cancellation))
        {
            throw CannotMove.Because($"The post {post.Id} is {post.State}{(post.Link is null ? "" : $", at {post.Link}")}; only one that was begun and not found can be told to be out.");
        }

        // It is stored: a run that asks goes on, one that failed is tried again, and one that still looks finds it.
        if (!(await runs.DecideAsync(new RunId(run), SendPost.ConfirmStep, Decision.Sent, cancellation)).Moved)
        {
            await runs.RetryAsync(new RunId(run), cancellation);
        }

        return PostItem.From(await FindAsync(id, store, cancellation));
    }

    private static ProblemError Error(PostProblem problem) => new($"/body/{problem.Field}", "invalid", problem.Sentence);

    private static async Task<PostRow> FindAsync(string id, PostStore store, CancellationToken cancellation)
        => PostId.TryParse(id, out var post) && await store.FindAsync(post, cancellation) is { } row ? row
            : throw NotFound.Because($"There is no post \"{ShownText.Name(id)}\"; ids look like {new PostId(0)}.");
}
