using Reelway.Storage;

namespace Reelway.Tests.Events;

/// <summary>A database whose process dies at one of its writes: from then on nothing works any more.</summary>
/// <param name="write">Which one, from 0.</param>
/// <param name="written">True: that write is durable, and nobody hears of it.</param>
internal sealed class DyingDatabase(IDatabase inner, int write, bool written) : IDatabase
{
    private int _left = int.MaxValue;

    public SqlDialect Dialect => inner.Dialect;

    public long NowMs => inner.NowMs;

    /// <summary>Begins to count.</summary>
    public void Arm() => _left = write;

    public Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation) => _left < 0 ? throw Died() : inner.ReadAsync(read, cancellation);

    public Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> body, CancellationToken cancellation) => DieAsync(() => inner.WriteAsync(body, cancellation));

    public Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation)
        => DieAsync(() => inner.WriteAsync(bulk, row, cancellation));

    public IPulse? OpenPulse(TimeSpan patience) => inner.OpenPulse(patience);

    // Its owner is whoever opened the inner one.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> DieAsync<T>(Func<Task<T>> body)
    {
        var turn = _left == int.MaxValue ? 1 : _left--;
        if (turn < 0 || (turn == 0 && !written))
        {
            throw Died();
        }

        var result = await body();
        return turn == 0 ? throw Died() : result;
    }

    private static StorageException Died() => new(StorageFault.Unusable, "The process has died.");
}
