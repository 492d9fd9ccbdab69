namespace Reelway.Talks.Sheets;

/// <summary>Lets the cells that are to be filled at the same time go out together: whoever comes first writes for all who wait.</summary>
internal sealed class SheetFilling : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];

    /// <summary>Fills a cell, with those of others.</summary>
    /// <param name="write">Fills all of the cells, or fails.</param>
    public async Task<CellFill> FillAsync(SheetFill fill, Write write, CancellationToken cancellation)
    {
        var own = new Waiting(fill);
        lock (_lock)
        {
            _waiting.Add(own);
        }

        try
        {
            await _writing.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Forget(own);
            throw;
        }

        try
        {
            if (!own.Ended.Task.IsCompleted)
            {
                await WriteAsync(own, write, cancellation);
            }
        }
        finally
        {
            _writing.Release();
        }

        return await own.Ended.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private async Task WriteAsync(Waiting own, Write write, CancellationToken cancellation)
    {
        var all = Take();
        try
        {
            var outcomes = await write(all.ConvertAll(each => each.Fill), cancellation);
            foreach (var (each, outcome) in all.Zip(outcomes))
            {
                each.Ended.SetResult(outcome);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Only the one who wrote was cancelled; the next of the others writes.
            lock (_lock)
            {
                _waiting.AddRange(all.Where(each => each != own));
            }

            throw;
        }
        catch (Exception fault)
        {
            // Each of them has the same fault, and repeats by itself.
            all.ForEach(each => each.Ended.SetException(fault));
        }
    }

    private List<Waiting> Take()
    {
        lock (_lock)
        {
            List<Waiting> all = [.. _waiting];
            _waiting.Clear();
            return all;
        }
    }

    private void Forget(Waiting one)
    {
        lock (_lock)
        {
            _waiting.Remove(one);
        }
    }

    /// <summary>Fills cells; the outcomes are in their order.</summary>
    internal delegate Task<IReadOnlyList<CellFill>> Write(IReadOnlyList<SheetFill> fills, CancellationToken cancellation);

    private sealed class Waiting(SheetFill fill)
    {
        public SheetFill Fill => fill;

        public TaskCompletionSource<CellFill> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
