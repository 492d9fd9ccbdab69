using System.Collections.Concurrent;

namespace Reelway.Bench;

/// <summary>Which jobs were carried out: each must be, and how often one was is told apart from that.</summary>
public sealed class Arrivals
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _jobs = [];

    public void Add(int job) => Of(job).TrySetResult();

    /// <summary>Completes when the job has been carried out; it may have been already.</summary>
    public async Task WaitAsync(int job, CancellationToken cancellation)
    {
        await Of(job).Task.WaitAsync(cancellation);
        _jobs.TryRemove(job, out _);
    }

    private TaskCompletionSource Of(int job)
        => _jobs.GetOrAdd(job, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
