using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A process that executes runs, as the API and <c>--json</c> list it.</summary>
/// <param name="Id">Never used twice.</param>
/// <param name="Name">As its operator named it; the machine's name otherwise.</param>
/// <param name="Queues">Whose runs it takes up.</param>
/// <param name="Flows">What it can execute, as name:version.</param>
/// <param name="Places">Runs that it executes at once.</param>
/// <param name="Running">Runs that it executes now.</param>
/// <param name="SeenAt">Its last sign of life.</param>
/// <param name="LeaseUntil">Until when its runs are its own without another sign; null when nobody else could take them.</param>
internal sealed record WorkerItem(
    string Id, string Name, string Machine, int Pid, IReadOnlyList<string> Queues, IReadOnlyList<string> Flows, int Places, long Running,
    DateTime StartedAt, DateTime SeenAt, DateTime? LeaseUntil)
{
    public static WorkerItem From(WorkerView worker) => new(
        worker.Id, worker.Name, worker.Machine, worker.ProcessId, worker.Queues, worker.Flows, worker.Places, worker.Running,
        worker.StartedAt.UtcDateTime, worker.SeenAt.UtcDateTime, worker.LeaseUntil == DateTimeOffset.MaxValue ? null : worker.LeaseUntil.UtcDateTime);
}
