using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What operators do to runs beyond retry and cancel: replay, signal, dead letters, archive, purge.</summary>
internal static class RunOperationsApi
{
    private const int MaxNameLength = 200;

    private static readonly ProblemKind InputUnusable = new(422, "signal-unusable", "The signal can't be kept");

    public static void AddRunOperationsWeb(this IServiceCollection services) => services.AddProblemKinds(InputUnusable);

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    /// <param name="runs">The group of <c>/api/v1/runs</c>.</param>
    public static void MapRunOperations(this IEndpointRouteBuilder api, IEndpointRouteBuilder runs)
    {
        runs.MapPost("/{id}/replay", ReplayAsync).Describe(RunOperationsDescriptions.Replay).ProducesMoveProblems().ProducesProblem(415);
        runs.MapPost("/{id}/signal", SignalAsync).Describe(RunOperationsDescriptions.Signal).ProducesMoveProblems().ProducesProblem(415).ProducesProblem(422);
        runs.MapPost("/archive", ArchiveAsync).Describe(RunOperationsDescriptions.Archive).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        runs.MapPost("/purge", PurgeAsync).Describe(RunOperationsDescriptions.Purge).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        var dead = api.MapGroup("/dead-letters").WithTags("Dead letters");
        dead.MapGet("", ListAsync).Describe(RunOperationsDescriptions.DeadLetters).ProducesProblem(400);
        dead.MapPost("/{id}/requeue", RequeueAsync).Describe(RunOperationsDescriptions.Requeue).ProducesMoveProblems();
        dead.MapPost("/{id}/drop", DropAsync).Describe(RunOperationsDescriptions.Drop).ProducesMoveProblems().ProducesProblem(415);
    }

    private static async Task<Results<Ok<MovedRun>, ProblemHttpResult>> ReplayAsync(
        string id, ReplayRequest body, HttpContext http, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var from = request.Required("/body/from", body.From, MaxNameLength, "Must name the step to go back to.");
        if (body.Input is { } input && RunId.TryParse(id, out var named) && await runs.FindAsync(named, cancellation) is { } run
            && RunInputRule.Judge(http, run.Summary.Flow, input) is { } refusal)
        {
            return refusal;
        }

        return await RunsApi.MoveAsync(
            id, request, runs, faces, time, runId => runs.ReplayAsync(runId, from, new ReplayOptions(body.Input, body.Resend ?? false), cancellation), cancellation);
    }

    private static async Task<Results<Ok<MovedRun>, ProblemHttpResult>> SignalAsync(
        string id, SignalRequest body, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var name = request.Required("/body/name", body.Name, MaxNameLength, "Must name the signal.");
        var dedup = request.Line("/body/dedup", body.Dedup, MaxNameLength);
        try
        {
            return await RunsApi.MoveAsync(id, request, runs, faces, time, runId => runs.SignalAsync(runId, name, body.Payload, dedup, cancellation), cancellation);
        }
        catch (FaultException refused)
        {
            return InputUnusable.With(refused.Message);
        }
    }

    private static async Task<Results<Ok<ArchiveAnswer>, ProblemHttpResult>> ArchiveAsync(
        ArchiveRequest body, [FromServices] IRunOperations operations, [FromServices] EngineOptions engine, CancellationToken cancellation)
    {
        var age = engine.ArchiveAfter;
        if (body.OlderThan is null ? age <= TimeSpan.Zero : !Durations.TryParse(body.OlderThan, out age))
        {
            return NoAge(body.OlderThan is null ? "Must be a duration such as 7d, since engine.archive_after is not set." : "Must be a duration such as 7d.");
        }

        return TypedResults.Ok(new ArchiveAnswer(await operations.ArchiveAsync(age, cancellation)));
    }

    private static async Task<Results<Ok<PurgeAnswer>, ProblemHttpResult>> PurgeAsync(
        PurgeRequest body, [FromServices] IRunOperations operations, CancellationToken cancellation)
    {
        if (body.OlderThan is null || !Durations.TryParse(body.OlderThan, out var age))
        {
            return NoAge("Must be a duration such as 30d.");
        }

        var purged = await operations.PurgeAsync(age, cancellation);
        return TypedResults.Ok(new PurgeAnswer(purged.Removed, purged.Emptied));
    }

    private static ProblemHttpResult NoAge(string sentence)
        => WebProblems.Refusal(new ProblemError("/body/olderThan", "not-a-duration", sentence));

    private static async Task<Results<Ok<RunList>, ProblemHttpResult>> ListAsync(
        string? limit, string? cursor, HttpContext http, IRuns runs, RunFaces faces, Cursors cursors, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var place = ListPlace.Read(request, cursors, "dead-letters", limit, cursor);
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        var page = await runs.ListAsync(new RunQuery(Before: RunsApi.RunIdOf(place), Limit: place.Count, DeadLetters: true), cancellation);
        var next = place.Next(http, cursors, page.Next?.Value);
        var now = time.GetUtcNow();
        return TypedResults.Ok(await RunList.OfAsync(page.Items, faces, now, next, cancellation));
    }

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> RequeueAsync(
        string id, IRuns runs, [FromServices] IRunOperations operations, RunFaces faces, TimeProvider time, CancellationToken cancellation)
        => RunsApi.MoveAsync(id, new RequestText(), runs, faces, time, runId => operations.RequeueAsync(runId, cancellation), cancellation);

    private static Task<Results<Ok<MovedRun>, ProblemHttpResult>> DropAsync(
        string id, CancelRequest? body, IRuns runs, [FromServices] IRunOperations operations, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var request = new RequestText();
        var reason = RunMoves.Reason(request, "/body/reason", body?.Reason);
        return RunsApi.MoveAsync(id, request, runs, faces, time, runId => operations.DropAsync(runId, reason, cancellation), cancellation);
    }
}
