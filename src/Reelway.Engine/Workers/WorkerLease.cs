using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Reelway.Engine.Stores;
using Reelway.Storage;

namespace Reelway.Engine.Workers;

/// <summary>
/// Keeps this process's lease alive, from a thread and a connection of its own: a busy pool must not cost the lease.
/// When it can't, it says so in time, so that this process stops before another one takes over.
/// </summary>
internal sealed class WorkerLease : IDisposable
{
    private readonly IPulse _pulse;
    private readonly IDatabase _database;
    private readonly WorkerIdentity _worker;
    private readonly EngineOptions _options;
    private readonly Action<long> _cancelled;
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Thread _thread;
    private long _renewedAt = Stopwatch.GetTimestamp();

    private WorkerLease(IDatabase database, IPulse pulse, WorkerIdentity worker, EngineOptions options, Action<long> cancelled, ILogger log)
    {
        (_database, _pulse, _worker, _options, _cancelled, _log) = (database, pulse, worker, options, cancelled, log);
        _thread = new Thread(Beat) { IsBackground = true, Name = "lease", Priority = ThreadPriority.AboveNormal };
    }

    /// <summary>Set when the lease is lost, or may be lost before it can be renewed: nothing of this worker may go on.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Starts to renew; null when nobody else can take this process's runs.</summary>
    /// <param name="cancelled">Told of runs of this worker that were cancelled elsewhere.</param>
    public static WorkerLease? Keep(IDatabase database, WorkerIdentity worker, EngineOptions options, Action<long> cancelled, ILogger log)
    {
        // Two calls fit between the last renewal and the time to stop.
        var patience = (options.SelfStop - options.Heartbeat) / 2;
        if (database.OpenPulse(patience < TimeSpan.FromSeconds(10) ? patience : TimeSpan.FromSeconds(10)) is not { } pulse)
        {
            return null;
        }

        var lease = new WorkerLease(database, pulse, worker, options, cancelled, log);
        lease._lost.CancelAfter(options.SelfStop);
        lease._thread.Start();
        return lease;
    }

    /// <summary>Stops to renew.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _pulse.Dispose();
        _stop.Dispose();
        _lost.Dispose();
    }

    private void Beat()
    {
        var pause = _options.Heartbeat;
        while (!_stop.Wait(pause))
        {
            // A process that was frozen wakes up here, and must not believe that nothing happened.
            if (_lost.IsCancellationRequested || Overdue() || !Renew(out var renewed))
            {
                _log.LeaseLost(_worker.Id);
                _lost.Cancel();
                return;
            }

            pause = renewed ? _options.Heartbeat : _options.Heartbeat / 5;
        }
    }

    private bool Overdue() => Stopwatch.GetElapsedTime(_renewedAt) > _options.SelfStop;

    /// <summary>False when the lease is gone.</summary>
    private bool Renew(out bool renewed)
    {
        // Before the question: what counts is when the database heard us at the earliest.
        var asked = Stopwatch.GetTimestamp();
        renewed = false;
        try
        {
            var until = _database.NowMs + (long)_options.Lease.TotalMilliseconds;
            if (!WorkerStore.Renew(_pulse, _worker, _database.NowMs, until))
            {
                return false;
            }

            _renewedAt = asked;
            renewed = true;
            _lost.CancelAfter(Left());
            foreach (var run in WorkerStore.CancelledRuns(_pulse, _worker))
            {
                _cancelled(run);
            }
        }
        catch (StorageException failure)
        {
            _log.LeaseNotRenewed(failure.Message);
        }

        return !Overdue();
    }

    private TimeSpan Left()
    {
        var left = _options.SelfStop - Stopwatch.GetElapsedTime(_renewedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
