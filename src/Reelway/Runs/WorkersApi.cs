using Reelway.Engine;
using Reelway.Frame.Operations;

namespace Reelway.Runs;

/// <summary>What can be asked about the processes that execute runs.</summary>
internal static class WorkersApi
{
    private static readonly DateTime Now = new(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc);

    public static readonly Operation<ListOf<WorkerItem>> List = new("listWorkers", "GET /workers", new Right("workers:read"))
    {
        Summary = "List the processes that execute runs",
        Text = "Oldest first. With a shared database these are processes of many machines; one whose lease has ended is gone, and its runs go to others.",
        Example = new([new(
            "cutter-1/06agn9k2w4008", "cutter-1", "studio2", 4711, ["default", "media"], ["probe:1", "talks.publish:1"], Places: 256, Running: 3,
            Now.AddMinutes(-5), Now, Now.AddMinutes(1))]),
    };

    // Commands are in the store as well while they last; they execute nothing.
    public static void MapWorkers(this IEndpointRouteBuilder routes)
        => routes.Map(List, async ([AsParameters] Paging paging, IRuns runs, CancellationToken cancellation) => paging.Of("workers").Answer(
            [.. (await runs.WorkersAsync(cancellation)).Where(worker => worker.Queues.Count > 0).Select(WorkerItem.From)]));
}
