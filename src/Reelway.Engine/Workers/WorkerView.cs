namespace Reelway.Engine;

/// <summary>A process that uses the database, as people see it.</summary>
/// <param name="Id">Never used twice.</param>
/// <param name="Name">As its operator named it; the machine's name otherwise.</param>
/// <param name="Queues">What it takes up work of; none: it only starts and shows runs.</param>
/// <param name="Flows">What it can execute, as <c>name:version</c>.</param>
/// <param name="Places">Runs that it executes at once.</param>
/// <param name="Running">Runs that it executes now.</param>
/// <param name="SeenAt">Its last sign of life.</param>
/// <param name="LeaseUntil">Until when its runs are its own without another sign.</param>
public sealed record WorkerView(
    string Id, string Name, string Machine, int ProcessId, IReadOnlyList<string> Queues, IReadOnlyList<string> Flows,
    int Places, long Running, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset LeaseUntil);
