using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>The runs' operations under <c>/api/v1/runs</c>.</summary>
internal static class RunsApi
{
    private const int DefaultLogLines = 200;
    private const int MaxLogLines = 1000;

    public static void AddRunsWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, RunsJson.Default));
        services.AddProblemKinds(RunProblems.RunNotFound, RunProblems.StepNotFound, RunProblems.RunCannotMove);
        services.AddSingleton<RunFaces>();
        RunInputRule.AddProblems(services);
        services.AddRunStartsWeb();
        services.AddRunOperationsWeb();
        services.AddRunsReadiness();
    }

    /// <summary>Makes the process ready only while runs can be read. Who asks has given up long before the database's own patience ends.</summary>
    public static void AddRunsReadiness(this IServiceCollection services)
        => services.AddHealthChecks().AddCheck<RunsReadiness>("runs", failureStatus: null, tags: [], timeout: TimeSpan.FromSeconds(5));

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", ListAsync).Describe(RunsDescriptions.List).ProducesProblem(400);
        runs.MapRunStarts();
        api.MapRunOperations(runs);
        runs.MapGet("/counts", CountAsync).Describe(RunsDescriptions.Count);
        runs.MapGet("/{id}", GetAsync).Describe(RunsDescriptions.Get).ProducesProblem(404);
        runs.MapGet("/{id}/log", LogAsync).Describe(RunsDescriptions.Log).ProducesProblem(400).ProducesProblem(404);
        runs.MapPost("/{id}/cancel", CancelAsync).Describe(RunsDescriptions.Cancel).ProducesMoveProblems().ProducesProblem(415);
        runs.MapPost("/{id}/put-aside", PutAsideAsync).Describe(RunsDescriptions.PutAside).ProducesMoveProblems().ProducesProblem(415);
        runs.MapPost("/{id}/retry", RetryAsync).Describe(RunsDescriptions.Retry).ProducesMoveProblems();
        runs.MapPost("/{id}/decide", DecideAsync).Describe(RunsDescriptions.Decide).ProducesMoveProblems().ProducesProblem(415);
    }

    internal static RouteHandlerBuilder ProducesMoveProblems(this RouteHandlerBuilder route)
        => route.ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413);

    private static async Task<Results<Ok<RunList>, ProblemHttpResult>> ListAsync(
        [AsParameters] RunListRequest query, HttpContext http, RunFaces faces, Cursors cursors, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var filter = RunFilter.Read(request, query.State, query.Flow, query.Text, query.Needs);
        var place = ListPlace.Read(request, cursors, filter.List, query.Limit, query.Cursor);
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        var page = await faces.ListAsync(filter, RunIdOf(place), place.Count, cancellation);
        var next = place.Next(http, cursors, page.Next?.Value);
        var now = time.GetUtcNow();
        return TypedResults.Ok(await RunList.OfAsync(page.Items, faces, now, next, cancellation));
    }

    private static async Task<Ok<RunCounts>> CountAsync(IRuns runs, CancellationToken cancellation)
        => TypedResults.Ok(RunCounts.From(await runs.CountAsync(cancellation)));

    private static async Task<Results<Ok<RunDetail>, ProblemHttpResult>> GetAsync(
        string id, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
        => RunId.TryParse(id, out var runId) && await runs.FindAsync(runId, cancellation) is { } run
            ? TypedResults.Ok(new RunDetail(run, faces, time.GetUtcNow()))
            : RunProblems.NotFound(id);

    private static async Task<Results<Ok<LogList>, ProblemHttpResult>> LogAsync(
        string id, string? after, string? limit, IRuns runs, CancellationToken cancellation)
    {
        var request = new RequestText();
        var afterId = request.Number("/query/after", after, 0, 0, long.MaxValue);
        var lines = request.Limit("/query/limit", limit, DefaultLogLines, MaxLogLines);
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        if (!RunId.TryParse(id, out var runId) || await runs.FindAsync(runId, cancellation) is null)
        {
            return RunProblems.NotFound(id);
        }

        // One more than asked for shows whether there are more.
        var found = await runs.LogAsync(runId, afterId, lines + 1, cancellation);
        var items = found.Take(lines).Select(LogItem.From).ToList();
        return TypedResults.Ok(new LogList(items, items.Count > 0 ? items[^1].Id : afterId, found.Count > lines));
    }

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> CancelAsync(
        string id, CancelRequest? body, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var reason = RunMoves.Reason(request, "/body/reason", body?.Reason);
        return MoveAsync(id, request, runs, faces, time, runId => runs.CancelAsync(runId, reason, cancellation), cancellation);
    }

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> PutAsideAsync(
        string id, CancelRequest? body, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var reason = RunMoves.Reason(request, "/body/reason", body?.Reason);
        return MoveAsync(id, request, runs, faces, time, runId => runs.PutAsideAsync(runId, reason, cancellation), cancellation);
    }

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> RetryAsync(
        string id, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
        => MoveAsync(id, new RequestText(), runs, faces, time, runId => runs.RetryAsync(runId, cancellation), cancellation);

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> DecideAsync(
        string id, DecideRequest body, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var step = RunMoves.Step(request, "/body/step", body.Step);
        var decision = RunMoves.Decision(request, "/body/decision", body.Decision);
        return MoveAsync(id, request, runs, faces, time, runId => runs.DecideAsync(runId, step, decision, cancellation), cancellation);
    }

    /// <summary>Carries a move out and answers with the run as it is then.</summary>
    internal static async Task<Results<Ok<MovedRun>, ProblemHttpResult>> MoveAsync(
        string id, RequestText request, IRuns runs, RunFaces faces, TimeProvider time, Func<RunId, Task<MoveResult>> move, CancellationToken cancellation)
    {
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        if (!RunId.TryParse(id, out var runId) || await runs.FindAsync(runId, cancellation) is null)
        {
            return RunProblems.NotFound(id);
        }

        var result = await move(runId);
        if (!result.Moved)
        {
            return (result.Found ? RunProblems.RunCannotMove : RunProblems.StepNotFound).With(result.Sentence);
        }

        return await runs.FindAsync(runId, cancellation) is { } run
            ? TypedResults.Ok(new MovedRun(result.Sentence, new RunItem(run.Summary, faces, faces.Of(run), time.GetUtcNow())))
            : RunProblems.NotFound(id);
    }

    /// <summary>The run that a page goes on from.</summary>
    internal static RunId? RunIdOf(ListPlace place) => place.Before is { } before ? new RunId(before) : null;
}
