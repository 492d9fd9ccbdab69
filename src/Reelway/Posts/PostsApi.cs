using System.Text.Json.Nodes;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Posts.MovingIn;
using Reelway.Posts.Repeating;

namespace Reelway.Posts;

/// <summary>What can be asked of posts.</summary>
internal static class PostsApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/posts";

    /// <summary>Where one post's page is.</summary>
    private const string PostPath = "/posts/{id}";

    public static readonly Right Read = new("posts:read");
    public static readonly Right Write = new("posts:write");

    public static readonly ProblemKind NotFound = new(404, "post-not-found", "There is no such post");
    public static readonly ProblemKind CannotMove = new(409, "post-cannot-move", "The post is not in a state for this");

    public static readonly ProblemKind NoAccount = new(404, "account-not-found", "There is no such account");
    public static readonly ProblemKind Refused = new(409, "post-refused", "The network does not do this");
    public static readonly ProblemKind NotAnswered = new(502, "network-not-answered", "The network did not answer");

    private static readonly Parameter Id = new("id", "The post's id, such as post_06agn9k2w4008.");

    public static readonly Operation<ListOf<PostItem>> List = new("listPosts", "GET /posts", Read)
    {
        Summary = "List posts, newest first",
        Text = "Those that wait, and what became of the others.",
        Parameters =
        [
            new("state", "Only those in this state.", Values: PostState.All),
            new("from", "Only those that go out at this time or later."), new("to", "Only those that go out before this time."), new("campaign", "Only those of this campaign."),
            new("reference", "Only those that were asked for with this reference: one for each network."),
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
        Text = "The same `referenceNumber` again changes the post until it begins to go out. A time that is past by less than `posts.late_grace` means now. With `platforms` there is one post for each network, and what becomes of one repeats no other; `texts` says something else on single ones. `scheduledDate: next-slot` takes the account's next free slot. With `repeat` it is asked for again and again by a rule of RFC 5545, on the clock of the account's zone. With `approve` it waits as a draft until somebody approves it.",
        Body = new("Owls: why? Watch it now.", "twitter", "2026-12-01T10:00:00", "owls-1"),
        Example = new(PostItem.Sample, Changed: true, [PostItem.Sample], []),
        Problems = [CannotMove],
    };

    public static readonly Operation<SchedulePostRequest, PostPreview> Preview = new("previewPost", "POST /posts/preview", Read)
    {
        ForgetsAnswer = true,
        Summary = "Look at a post before it is scheduled",
        Text = "When it would go out on each network, and what there is to think about. Nothing is stored; what would be refused is refused.",
        Body = new("Owls: why? Watch it now.", "twitter", "2026-12-01T10:00:00", "owls-1"),
        Example = new([new("twitter", "conference", "Owls: why? Watch it now.", new(2026, 12, 1, 10, 0, 0, DateTimeKind.Utc), new(2026, 12, 1, 10, 8, 0, DateTimeKind.Utc), "2026-12-01T11:00:00+01:00", 24, 280)], [], []),
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
        Example = new(PostItem.Sample, Changed: true, [PostItem.Sample], []),
        Problems = [NotFound, CannotMove],
    };

    public static readonly Operation<ScheduledPost> Approve = new("approvePost", "POST /posts/{id}/approve", Write)
    {
        Summary = "Let a draft go out",
        Text = "With all networks of its reference that are drafts.",
        Parameters = [Id],
        Example = new(PostItem.Sample, Changed: true, [PostItem.Sample], []),
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

    public static readonly Operation<EditPostRequest, PostItem> Edit = new("editPost", "POST /posts/{id}/edit", Write)
    {
        Summary = "Let a post that is out say something else",
        Text = "Where its network allows that. It is noted in the audit log.",
        Parameters = [Id],
        Body = new("Owls: why? Watch it today."),
        Example = PostItem.Sample with { State = PostState.Sent },
        Problems = [NotFound, CannotMove, Refused, NotAnswered],
    };

    public static readonly Operation<PostItem> Delete = new("deletePost", "POST /posts/{id}/delete", Write)
    {
        Summary = "Take a post that is out back from its network",
        Text = "It stays in the list as deleted. It is noted in the audit log.",
        Parameters = [Id],
        Example = PostItem.Sample with { State = PostState.Deleted },
        Problems = [NotFound, CannotMove, Refused, NotAnswered],
    };

    public static readonly Operation<ListOf<PostMeasureItem>> Measures = new("listPostMeasures", "GET /posts/{id}/measures", Read)
    {
        Summary = "Show what a network has counted of a post",
        Text = "An hour, a day and a week after it went out, or as `posts.measure` says.",
        Parameters = [Id],
        Example = new([new("1d", new(2026, 12, 2, 10, 3, 0, DateTimeKind.Utc), 12, 3, 1, 940, Clicks: null, Unread: null)]),
        Problems = [NotFound],
    };

    public static readonly Operation<ListOf<BestHourItem>> Best = new("listBestHours", "GET /posts/best/{account}", Read)
    {
        Summary = "Show in which hours an account's posts do best",
        Text = "From its own measured posts, the best hour first; none while there are too few. An hour with few posts is drawn towards the account's average. `scheduledDate: best` takes the next free one.",
        Parameters = [new("account", "A name of `posts.accounts`."), new("campaign", "Whose posts count first.")],
        Example = new([new("Tuesday", 18, 42, 0, 1.6, "Tuesday 18:00, from 42 posts: 1.6 times the account's average")]),
        Problems = [NoAccount],
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
        routes.Map(List, PostRequests.ListAsync);
        routes.Map(Get, async (string id, PostStore store, CancellationToken cancellation) => PostItem.From(await PostRequests.FindAsync(id, store, cancellation)));
        routes.Map(Schedule, PostRequests.ScheduleAsync)
            .Form(PagePath, "schedule", done => new Notice($"Post {done.Post.ReferenceNumber} goes out at {Clock.Exact(done.Post.DueAt)}.", Failed: false));
        routes.Map(Preview, PostRequests.PreviewAsync);
        routes.Map(Accept, PostRequests.AcceptAsync);
        routes.Map(Move, PostRequests.MoveAsync)
            .Form(PostPath, "move", done => new Notice($"Post {done.Post.ReferenceNumber} goes out at {Clock.Exact(done.Post.DueAt)}.", Failed: false));
        routes.Map(Approve, PostRequests.ApproveAsync)
            .Form(PostPath, "approve", done => new Notice($"Post {done.Post.ReferenceNumber} goes out at {Clock.Exact(done.Post.DueAt)}.", Failed: false));
        routes.Map(Cancel, PostRequests.CancelAsync).Form(PostPath, "cancel", post => new Notice($"Post {post.ReferenceNumber} was cancelled.", Failed: false));
        routes.Map(Edit, PostRequests.EditAsync).Form(PostPath, "edit", post => new Notice($"Post {post.ReferenceNumber} says something else now.", Failed: false));
        routes.Map(Delete, PostRequests.DeleteAsync).Form(PostPath, "delete", post => new Notice($"Post {post.ReferenceNumber} was taken back.", Failed: false));
        routes.Map(Measures, PostRequests.MeasuresAsync);
        routes.Map(Best, PostRequests.BestAsync);
        routes.MapSeries();
        routes.MapTakeovers();
        routes.Map(Out, PostRequests.OutAsync).Form(PostPath, "out", post => new Notice($"Post {post.ReferenceNumber} is noted to be out.", Failed: false));
    }
}
