namespace Reelway.Storage;

/// <summary>The one seam to a database: many readers side by side, all writes of a process through one writer.</summary>
/// <remarks>The writer commits whatever is waiting as one transaction (group commit), durably, before any of the tasks completes.</remarks>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Which SQL is spoken; stores choose between two statements by it where DML can't be shared.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Reads from one consistent snapshot.</summary>
    Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation);

    /// <summary>Writes, and completes when the write is durable. An exception from the delegate undoes that delegate's writes alone.</summary>
    /// <remarks>
    /// The delegate may be called more than once: when another one in its group fails, the group is rolled back and repeated one by one.
    /// So it does nothing but use its session. Once it has been taken up by the writer, cancellation no longer stops it.
    /// </remarks>
    Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation);
}
