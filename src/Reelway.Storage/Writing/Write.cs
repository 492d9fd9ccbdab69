namespace Reelway.Storage.Writing;

/// <summary>What every kind of write has: a caller who waits.</summary>
internal abstract class Write<T>(CancellationToken cancellation)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    protected T Result { get; set; } = default!;

    public bool TryBegin() => !cancellation.IsCancellationRequested || !_done.TrySetCanceled(cancellation);

    public void Complete() => _done.TrySetResult(Result);

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
