namespace Reelway.Storage;

/// <summary>The one seam to a database.</summary>
/// <remarks>Writes are committed in groups: whatever waits becomes durable together, before any of the tasks completes.</remarks>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Which SQL is spoken; stores choose between two statements by it where DML can't be shared.</summary>
    SqlDialect Dialect { get; }

    /// <summary>UTC milliseconds now, by the one clock that all processes of this database go by.</summary>
    long NowMs { get; }

    /// <summary>Reads from one consistent snapshot.</summary>
    Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation);

    /// <summary>Runs one query by itself: a snapshot of its own costs one way to the server and back less than <see cref="ReadAsync{T}"/>.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation)
        => ReadAsync(session => session.QueryAsync<T>(sql, parameters), cancellation);

    /// <summary>Looks something up, together with whatever other callers look up by the same <paramref name="bulk"/> just now.</summary>
    async Task<TResult> ReadAsync<TKey, TResult>(IBulkRead<TKey, TResult> bulk, TKey key, CancellationToken cancellation)
        => (await ReadAsync(session => bulk.ReadAsync(session, [key]), cancellation))[0];

    /// <summary>Writes, and completes when the write is durable. An exception from the delegate undoes that delegate's writes alone.</summary>
    /// <remarks>
    /// The delegate may be called more than once: when another one in its group fails, the group is rolled back and repeated one by one;
    /// when two processes got into each other's way, one of them is repeated. So it does nothing but use its session.
    /// Once it has been taken up by the writer, cancellation no longer stops it.
    /// </remarks>
    Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation);

    /// <summary>Writes a row together with whatever other callers write by the same <paramref name="bulk"/> just now.</summary>
    Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation);

    /// <summary>A connection for signs of life; null when this process has the database alone, so that nobody asks for any.</summary>
    /// <param name="patience">How long a call may take.</param>
    IPulse? OpenPulse(TimeSpan patience);
}
