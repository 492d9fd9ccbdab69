using Microsoft.Extensions.Logging;
using Reelway.Engine.Execution;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine.Workers;

/// <summary>This process's place among those that share the database: entered once, kept alive, and entered again when it was lost.</summary>
internal sealed class WorkerMembership(
    WorkerStore store, IDatabase database, IdGenerator ids, EngineOptions options, LiveRuns live, ILogger<WorkerMembership> log) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private WorkerLease? _lease;

    /// <summary>Null before the process has entered.</summary>
    public WorkerIdentity? Identity { get; private set; }

    /// <summary>Set when runs of this worker may belong to another one from now on.</summary>
    public CancellationToken Lost => _lease?.Lost ?? CancellationToken.None;

    /// <summary>Enters, unless the process is in already.</summary>
    public async Task<WorkerIdentity> EnterAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return Identity is { } identity && !Lost.IsCancellationRequested ? identity : await EnterAnewAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Leaves at once, so that nobody waits for the lease's end.</summary>
    public async ValueTask DisposeAsync()
    {
        _lease?.Dispose();
        if (Identity is { } identity)
        {
            Identity = null;
            try
            {
                await store.LeaveAsync(identity, CancellationToken.None);
            }
            catch (StorageException unreachable)
            {
                // Its lease ends by itself.
                log.NotLeft(identity.Id, unreachable.Message);
            }
        }

        _gate.Dispose();
    }

    private async Task<WorkerIdentity> EnterAnewAsync(CancellationToken cancellation)
    {
        var name = options.WorkerName.Length > 0 ? options.WorkerName : Environment.MachineName;
        var identity = await store.EnterAsync(name, options.Lease, Identity?.Node, cancellation);
        _lease?.Dispose();
        Identity = identity;
        ids.MoveTo(identity.Node);
        // The clock may have been set back since the last process ended.
        ids.GoOnAfter(await store.LastIdAsync(cancellation));
        _lease = WorkerLease.Keep(database, identity, options, run => live.Find(run)?.Cancel(), log);
        return identity;
    }
}
