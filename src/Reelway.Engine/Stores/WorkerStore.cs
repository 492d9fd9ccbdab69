using System.Text.Json;
using Reelway.Engine.Workers;
using Reelway.Storage;

namespace Reelway.Engine.Stores;

/// <summary>The processes that use the database.</summary>
internal sealed class WorkerStore(IDatabase database)
{
    private const int Nodes = 1024;

    /// <summary>The lease of a process that has its database alone: nobody is there to take its runs.</summary>
    private const long NoEnd = long.MaxValue;

    /// <summary>Makes a process known, under an id of its own and a node that no other has.</summary>
    /// <param name="former">The node that it had before; taken again when it is free.</param>
    /// <exception cref="StorageException">All nodes are taken.</exception>
    public Task<WorkerIdentity> EnterAsync(string name, TimeSpan lease, int? former, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await LockNodesAsync(session);
                var now = database.NowMs;
                if (database.Dialect == SqlDialect.Sqlite)
                {
                    // The data directory's lock proves that all others are gone.
                    await session.ExecuteAsync("DELETE FROM worker WHERE node >= @none", new { none = 0 });
                }

                var node = FreeNode((await session.QueryAsync<long>("SELECT node FROM worker")).ToHashSet(), former, now);
                var identity = new WorkerIdentity($"{name}/{ShortId.Format((now << 10) | (long)node)}", node);
                var leaseUntil = database.Dialect == SqlDialect.Sqlite ? NoEnd : now + (long)lease.TotalMilliseconds;
                await session.ExecuteAsync(
                    """
                    INSERT INTO worker(id, name, node, machine, pid, started_ms, seen_ms, lease_until_ms)
                    VALUES(@Id, @name, @Node, @machine, @pid, @now, @now, @leaseUntil)
                    """,
                    new { identity.Id, name, identity.Node, machine = Environment.MachineName, pid = Environment.ProcessId, now, leaseUntil });
                return identity;
            },
            cancellation);

    /// <summary>Says what the process takes up.</summary>
    public Task AdvertiseAsync(
        WorkerIdentity worker, IReadOnlyCollection<string> queues, IReadOnlyCollection<string> flows, int places, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE worker SET queues = @queues, flows = @flows, places = @places WHERE id = @Id",
                new { worker.Id, queues = JsonSerializer.Serialize(queues), flows = JsonSerializer.Serialize(flows), places }),
            cancellation);

    /// <summary>Says what a worker that has died was at work on. One that was taken over by now is not there any more.</summary>
    public Task NoteAtWorkAsync(LeftAtWork left, CancellationToken cancellation)
        => database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE worker SET at_work = @runs WHERE id = @Worker", new { left.Worker, runs = JsonSerializer.Serialize(left.Runs) }),
            cancellation);

    /// <summary>Renews a lease; false when the worker is known no more: others have its runs.</summary>
    public static bool Renew(IPulse pulse, WorkerIdentity worker, long nowMs, long untilMs)
        => pulse.Query<long>(
            "UPDATE worker SET seen_ms = @nowMs, lease_until_ms = @untilMs WHERE id = @Id RETURNING 1", new { worker.Id, nowMs, untilMs }).Count > 0;

    /// <summary>Runs of a worker that were cancelled by somebody else.</summary>
    public static IReadOnlyList<long> CancelledRuns(IPulse pulse, WorkerIdentity worker)
        => pulse.Query<long>($"SELECT id FROM run WHERE owner = @Id AND state = {States.Running} AND cancel_reason IS NOT NULL", new { worker.Id });

    /// <summary>How many runs of which code have not ended.</summary>
    public Task<IReadOnlyList<OpenFlow>> OpenFlowsAsync(CancellationToken cancellation)
        => database.ReadAsync(RunCounts.OpenAsync, cancellation);

    /// <summary>The last id that any process has given to a run; 0 when there is none.</summary>
    public Task<long> LastIdAsync(CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<long>("SELECT COALESCE(MAX(id), 0) FROM run"), cancellation);

    /// <summary>Forgets a process that ends. Its runs have been given back by then.</summary>
    public Task LeaveAsync(WorkerIdentity worker, CancellationToken cancellation)
        => database.WriteAsync(session => session.ExecuteAsync("DELETE FROM worker WHERE id = @Id", new { worker.Id }), cancellation);

    /// <summary>All processes, oldest first.</summary>
    public Task<IReadOnlyList<WorkerView>> ListAsync(CancellationToken cancellation)
        => database.ReadAsync<IReadOnlyList<WorkerView>>(
            async session =>
            {
                var rows = await session.QueryAsync<WorkerRow>(
                    $"""
                    SELECT id, name, machine, pid, queues, flows, places, started_ms, seen_ms, lease_until_ms,
                      (SELECT COUNT(*) FROM run WHERE owner = worker.id AND state = {States.Running}) AS running
                    FROM worker ORDER BY started_ms, id
                    """);
                return [.. rows.Select(row => row.ToView(database.NowMs))];
            },
            cancellation);

    // A node is used again as late as possible: a clock that is behind could otherwise make a dead process's last ids again.
    private static int FreeNode(HashSet<long> taken, int? former, long nowMs)
    {
        var first = former ?? (int)(nowMs / 1000 % Nodes);
        for (var i = 0; i < Nodes; i++)
        {
            var node = (first + i) % Nodes;
            if (!taken.Contains(node))
            {
                return node;
            }
        }

        throw new StorageException(StorageFault.Locked, $"{Nodes} processes use this database already; no more can join before one of them leaves.");
    }

    private static Task LockNodesAsync(IDbSession session)
        => session.Dialect == SqlDialect.Postgres ? session.ExecuteAsync("LOCK TABLE worker IN SHARE ROW EXCLUSIVE MODE") : Task.CompletedTask;

    private sealed record WorkerRow(
        string Id, string Name, string Machine, int Pid, string Queues, string Flows, int Places, DateTimeOffset StartedAt, DateTimeOffset SeenAt,
        long LeaseUntilMs, long Running)
    {
        // One that has its database alone sends no signs of life: that somebody can ask shows that it lives.
        public WorkerView ToView(long nowMs) => new(
            Id, Name, Machine, Pid, JsonSerializer.Deserialize<string[]>(Queues)!, JsonSerializer.Deserialize<string[]>(Flows)!, Places, Running, StartedAt,
            LeaseUntilMs == NoEnd ? Time(nowMs) : SeenAt, LeaseUntilMs == NoEnd ? DateTimeOffset.MaxValue : Time(LeaseUntilMs));

        private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
    }
}
