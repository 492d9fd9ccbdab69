using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>The operation under <c>/api/v1/workers</c>.</summary>
internal static class WorkersApi
{
    private static readonly OperationText List = new(
        "listWorkers",
        "List the processes that execute runs",
        "Oldest first. With a shared database these are processes of many machines; one whose lease has ended is gone, and its runs go to others.",
        new Dictionary<string, ParameterText>(),
        """
        {"items":[{"id":"cutter-1/06agn9k2w4008","name":"cutter-1","machine":"studio2","pid":4711,"queues":["default","media"],"flows":["probe:1","talks.publish:1"],
         "places":256,"running":3,"startedAt":"2026-03-04T10:15:30Z","seenAt":"2026-03-04T10:20:00Z","leaseUntil":"2026-03-04T10:21:00Z"}]}
        """);

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    public static void MapWorkers(this IEndpointRouteBuilder api)
        => api.MapGroup("/workers").WithTags("Workers").MapGet("", ListAsync).Describe(List);

    private static async Task<Ok<WorkerList>> ListAsync(IRuns runs, CancellationToken cancellation)
        // Commands are in the store as well while they last; they execute nothing.
        => TypedResults.Ok(new WorkerList([.. (await runs.WorkersAsync(cancellation)).Where(worker => worker.Queues.Count > 0).Select(WorkerItem.From)]));
}
