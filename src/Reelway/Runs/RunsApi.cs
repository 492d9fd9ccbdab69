using Microsoft.OpenApi;
using Reelway.Engine;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What can be asked of runs: to be shown, and to be moved.</summary>
internal static class RunsApi
{
    private const int DefaultLogLines = 200;
    private const int MaxLogLines = 1000;

    public static readonly Right Read = new("runs:read");
    public static readonly Right Write = new("runs:write");
    public static readonly Right Start = new("runs:start");
    public static readonly Right Purge = new("runs:purge");

    public static readonly Parameter Id = new("id", "The run's id, such as run_06agn9k2w4008.");

    /// <summary>How a move of a run is refused.</summary>
    public static readonly IReadOnlyList<ProblemKind> MoveProblems = [RunProblems.RunNotFound, RunProblems.StepNotFound, RunProblems.RunCannotMove];

    public static readonly Operation<ListOf<RunItem>> List = new("listRuns", "GET /runs", Read)
    {
        Summary = "List runs, newest first",
        Text = "Filters narrow each other. The next page is at `nextCursor` and in the Link header; a cursor stays good while new runs come in.",
        Parameters =
        [
            new("state", "Only runs in these states.", Values: RunStateNames.All),
            new("flow", "Only runs of this flow, by its whole name."),
            new("needs", "Only runs that stand still until a person does something: they ask for somebody, or have failed and nobody has put them aside.", Values: [RunLinks.Person]),
            new("text", "Only runs with this text in their title, id, key or sentence."),
        ],
        Example = new([RunSamples.Item]),
    };

    public static readonly Operation<RunCounts> Count = new("countRuns", "GET /runs/counts", Read)
    {
        Summary = "Count runs by state",
        Text = "Every state is named, zeros included.",
        Example = RunCounts.Sample,
    };

    public static readonly Operation<RunDetail> Get = new("getRun", "GET /runs/{id}", Read)
    {
        Summary = "Show a run",
        Text = "With its steps, their failed attempts, its input and output, and what can be done to it now.",
        Parameters = [Id],
        Example = RunSamples.Detail,
        Problems = [RunProblems.RunNotFound],
    };

    public static readonly Operation<LogList> Log = new("getRunLog", "GET /runs/{id}/log", Read)
    {
        Summary = "Read a run's log",
        Text = "Oldest first. To follow a log, ask again with `after` = the last answer's `lastId`.",
        Parameters =
        [
            Id, new("after", "Only lines after this line's id. Default 0: from the start.", JsonSchemaType.Integer),
            new("limit", $"How many lines at most, 1 to {MaxLogLines}. Default {DefaultLogLines}.", JsonSchemaType.Integer),
        ],
        Example = new([new(7, new DateTime(2026, 3, 4, 10, 18, 0, DateTimeKind.Utc), "info", "publish", "Upload session 88 opened.")], 7, HasMore: false),
        Problems = [WebProblems.InvalidRequest, RunProblems.RunNotFound],
    };

    public static readonly Operation<CancelRequest, MovedRun> Cancel = new("cancelRun", "POST /runs/{id}/cancel", Write)
    {
        Summary = "Cancel a run",
        Text = "After this no new step of the run begins, and a running one is asked to stop. What has already happened outside stays.",
        Parameters = [Id],
        Body = new("The speaker asked not to be published."),
        Example = RunSamples.Moved("No new step begins; a running one is asked to stop.", "cancelled"),
        Problems = MoveProblems,
    };

    public static readonly Operation<CancelRequest, MovedRun> PutAside = new("putRunAside", "POST /runs/{id}/put-aside", Write)
    {
        Summary = "Put a failed run aside",
        Text = "A run that has failed, wholly or in part, stays as it is and is not listed among those that need a person any more; a dead letter is none any more. A retry brings it back.",
        Parameters = [Id],
        Body = new("Published by hand."),
        Example = RunSamples.Moved("It stays failed and needs nobody any more. A retry brings it back.", "failed"),
        Problems = MoveProblems,
    };

    public static readonly Operation<MovedRun> Retry = new("retryRun", "POST /runs/{id}/retry", Write)
    {
        Summary = "Retry a run",
        Text = "A failed, partial or parked run goes on at its failed steps. Finished steps are kept: nothing is posted or mailed twice.",
        Parameters = [Id],
        Example = RunSamples.Moved("Goes on at its failed step.", "queued"),
        Problems = MoveProblems,
    };

    public static readonly Operation<DecideRequest, MovedRun> Decide = new("decideRun", "POST /runs/{id}/decide", Write)
    {
        Summary = "Say whether a step's effect has happened",
        Text = "For a run that needs attention because a mail, say, may or may not have gone out: `sent` goes on without it, `send-again` repeats it.",
        Parameters = [Id],
        Body = new("mail-speaker-2", RunMoves.Sent),
        Example = RunSamples.Moved("Goes on without repeating the step.", "queued"),
        Problems = MoveProblems,
    };

    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        const string page = RunLinks.ListPath + "/{id}";
        routes.Map(List, ListAsync);
        routes.Map(Count, async (IRuns runs, CancellationToken cancellation) => RunCounts.From(await runs.CountAsync(cancellation)));
        routes.Map(Get, async (string id, RunMoves moves, RunFaces faces, TimeProvider time, CancellationToken cancellation)
            => RunDetail.From(await moves.FindAsync(id, cancellation), faces, time.GetUtcNow()));
        routes.Map(Log, LogAsync);
        routes.Map(Cancel, (string id, CancelRequest? body, RunMoves moves, IRuns runs, CancellationToken cancellation)
            => moves.MoveAsync(id, body, (run, reason) => runs.CancelAsync(run, reason, cancellation), cancellation)).Form(page, RunActions.Cancel, Said);
        routes.Map(PutAside, (string id, CancelRequest? body, RunMoves moves, IRuns runs, CancellationToken cancellation)
            => moves.MoveAsync(id, body, (run, reason) => runs.PutAsideAsync(run, reason, cancellation), cancellation)).Form(page, RunActions.PutAside, Said);
        routes.Map(Retry, (string id, RunMoves moves, IRuns runs, CancellationToken cancellation)
            => moves.MoveAsync(id, run => runs.RetryAsync(run, cancellation), cancellation)).Form(page, RunActions.Retry, Said);
        routes.Map(Decide, DecideAsync).Form(page, RunActions.Decide, Said);
    }

    private static Notice Said(MovedRun moved) => new(moved.Sentence, Failed: false);

    private static async Task<ListOf<RunItem>> ListAsync(
        [AsParameters] RunListRequest query, [AsParameters] Paging paging, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var filter = RunFilter.Read(request, query.State, query.Flow, query.Text, query.Needs);
        var page = paging.Of(filter.List, request);
        var runs = await faces.ListAsync(filter, RunIdOf(page), page.Count, cancellation);
        return page.Answer(await faces.ItemsAsync(runs.Items, time.GetUtcNow(), cancellation), runs.Next?.Value);
    }

    private static async Task<LogList> LogAsync(string id, string? after, string? limit, IRuns runs, RunMoves moves, CancellationToken cancellation)
    {
        var (afterId, lines) = RequestText.Read(request => (
            request.Number("/query/after", after, 0, 0, long.MaxValue), request.Limit("/query/limit", limit, DefaultLogLines, MaxLogLines)));
        var run = await moves.FindAsync(id, cancellation);
        // One more than asked for shows whether there are more.
        var found = await runs.LogAsync(run.Summary.Id, afterId, lines + 1, cancellation);
        var items = found.Take(lines).Select(LogItem.From).ToList();
        return new LogList(items, items.Count > 0 ? items[^1].Id : afterId, found.Count > lines);
    }

    private static Task<MovedRun> DecideAsync(string id, DecideRequest body, RunMoves moves, IRuns runs, CancellationToken cancellation)
    {
        var (step, decision) = RequestText.Read(request => (RunMoves.Step(request, body.Step), RunMoves.Decision(request, body.Decision)));
        return moves.MoveAsync(id, run => runs.DecideAsync(run, step, decision, cancellation), cancellation);
    }

    /// <summary>The run that a page goes on from.</summary>
    internal static RunId? RunIdOf(Page page) => page.Before is { } before ? new RunId(before) : null;
}
