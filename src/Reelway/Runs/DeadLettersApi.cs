using Microsoft.AspNetCore.Mvc;
using Reelway.Engine;
using Reelway.Frame.Operations;

namespace Reelway.Runs;

/// <summary>What can be asked about dead letters: runs that failed with their attempts spent.</summary>
internal static class DeadLettersApi
{
    public static readonly Operation<ListOf<RunItem>> List = new("listDeadLetters", "GET /dead-letters", RunsApi.Read)
    {
        Summary = "List runs that failed with their attempts spent",
        Text = "Newest first.",
        Example = new([RunSamples.Item with { State = "failed", DeadLetter = true, NeedsPerson = true, WaitsUntil = null }]),
    };

    public static readonly Operation<MovedRun> Requeue = new("requeueDeadLetter", "POST /dead-letters/{id}/requeue", RunsApi.Write)
    {
        Summary = "Try a dead letter again",
        Text = "It goes on at its failed steps, with all its attempts again. Finished steps are kept.",
        Parameters = [RunsApi.Id],
        Example = RunSamples.Moved("It goes on at its first step without outcome; finished steps are kept.", "queued"),
        Problems = RunsApi.MoveProblems,
    };

    public static readonly Operation<CancelRequest, MovedRun> Drop = new("dropDeadLetter", "POST /dead-letters/{id}/drop", RunsApi.Write)
    {
        Summary = "Take a run out of the dead letters",
        Text = "It stays failed, and nobody is reminded of it.",
        Parameters = [RunsApi.Id],
        Body = new("The talk was withdrawn."),
        Example = RunSamples.Moved("It stays failed, and is no longer a dead letter.", "failed"),
        Problems = RunsApi.MoveProblems,
    };

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ListAsync);
        routes.Map(Requeue, (string id, RunMoves moves, [FromServices] IRunOperations operations, CancellationToken cancellation)
            => moves.MoveAsync(id, run => operations.RequeueAsync(run, cancellation), cancellation));
        routes.Map(Drop, (string id, CancelRequest? body, RunMoves moves, [FromServices] IRunOperations operations, CancellationToken cancellation)
            => moves.MoveAsync(id, body, (run, reason) => operations.DropAsync(run, reason, cancellation), cancellation));
    }

    private static async Task<ListOf<RunItem>> ListAsync([AsParameters] Paging paging, IRuns runs, RunFaces faces, TimeProvider time, CancellationToken cancellation)
    {
        var page = paging.Of("dead-letters");
        var found = await runs.ListAsync(new RunQuery(Before: RunsApi.RunIdOf(page), Limit: page.Count, DeadLetters: true), cancellation);
        return page.Answer(await faces.ItemsAsync(found.Items, time.GetUtcNow(), cancellation), found.Next?.Value);
    }
}
