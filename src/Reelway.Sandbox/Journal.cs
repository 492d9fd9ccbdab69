namespace Reelway.Sandbox;

/// <summary>The newest entries of an endless list, so that a sandbox left running does not fill the memory.</summary>
/// <param name="capacity">Entries kept; older ones are dropped and counted.</param>
public sealed class Journal<T>(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _entries = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _total;

    /// <summary>Entries ever added since the last reset, dropped ones included.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>What is kept, oldest first.</summary>
    public IReadOnlyList<T> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Waits until the kept entries satisfy a condition; it is asked again after every change.</summary>
    public async Task<IReadOnlyList<T>> WaitAsync(Func<IReadOnlyList<T>, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<T> entries;
            Task changed;
            lock (_lock)
            {
                entries = [.. _entries];
                changed = _changed.Task;
            }

            if (condition(entries))
            {
                return entries;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    internal void Add(T entry) => Add(_ => entry);

    /// <summary>Adds what is made with its number, which counts up from 1; returns it.</summary>
    internal T Add(Func<long, T> make)
    {
        lock (_lock)
        {
            var entry = make(++_total);
            _entries.Enqueue(entry);
            if (_entries.Count > capacity)
            {
                _entries.Dequeue();
            }

            Announce();
            return entry;
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _total = 0;
            Announce();
        }
    }

    private void Announce()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
