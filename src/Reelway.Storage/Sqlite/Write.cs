namespace Reelway.Storage.Sqlite;

/// <summary>A write that waits for its group.</summary>
internal interface IWrite
{
    /// <summary>False when its caller has given up before it was taken.</summary>
    bool TryBegin();

    void Run(IDbSession session);

    void Complete();

    void Fail(Exception failure);
}

internal sealed class Write<T>(Func<IDbSession, Task<T>> body, CancellationToken cancellation) : IWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public bool TryBegin() => !cancellation.IsCancellationRequested || !_done.TrySetCanceled(cancellation);

    public void Run(IDbSession session)
    {
        var running = body(session);
        if (!running.IsCompleted)
        {
            throw new InvalidOperationException("A write used something else than its session. It must not wait for anything outside the database.");
        }

        _result = running.GetAwaiter().GetResult();
    }

    public void Complete() => _done.TrySetResult(_result);

    public void Fail(Exception failure) => _done.TrySetException(failure);
}
