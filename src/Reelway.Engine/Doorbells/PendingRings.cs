namespace Reelway.Engine.Doorbells;

/// <summary>Rings that wait for the line. The same ring twice is one: it says "look", and looking once will do.</summary>
internal sealed class PendingRings
{
    /// <summary>More than this many are not kept while there is no line. Those about runs go first to be dropped: their owners learn it with the next renewal of the lease.</summary>
    private const int Most = 4096;

    private readonly Lock _gate = new();
    private readonly HashSet<Ring> _waiting = [];
    private TaskCompletionSource _some = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _none = Completed();

    public void Add(Ring ring) => AddAll([ring]);

    /// <summary>Lets whoever waits for rings look at something else.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _some.TrySetResult();
        }
    }

    /// <summary>Completes when there is one to send, or at a nudge.</summary>
    public Task SomeAsync()
    {
        lock (_gate)
        {
            return _some.Task;
        }
    }

    /// <summary>Completes when none waits or is underway.</summary>
    public Task NoneAsync()
    {
        lock (_gate)
        {
            return _none.Task;
        }
    }

    /// <summary>All that wait. They are underway until <see cref="Sent"/> or <see cref="PutBack"/> is called.</summary>
    public IReadOnlyCollection<Ring> Take()
    {
        lock (_gate)
        {
            Ring[] taken = [.. _waiting];
            _waiting.Clear();
            _some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    public void Sent()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _none.TrySetResult();
            }
        }
    }

    public void PutBack(IReadOnlyCollection<Ring> rings)
    {
        AddAll(rings);
        Sent();
    }

    private void AddAll(IReadOnlyCollection<Ring> rings)
    {
        lock (_gate)
        {
            foreach (var ring in rings)
            {
                if (_waiting.Count < Most || ring.Kind != RingKind.Control)
                {
                    _waiting.Add(ring);
                }
            }

            if (_waiting.Count > 0)
            {
                _some.TrySetResult();
                if (_none.Task.IsCompleted)
                {
                    _none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
