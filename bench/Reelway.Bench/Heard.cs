namespace Reelway.Bench;

/// <summary>Counts arrivals, and says when so many more are there.</summary>
internal sealed class Heard
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _enough;
    private int _awaited;

    /// <summary>Completes when so many more have arrived.</summary>
    public Task UntilAsync(int count)
    {
        lock (_gate)
        {
            _awaited = count;
            _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _enough.Task;
        }
    }

    /// <summary>One has arrived.</summary>
    public void Add()
    {
        lock (_gate)
        {
            if (--_awaited == 0)
            {
                _enough?.TrySetResult();
            }
        }
    }
}
