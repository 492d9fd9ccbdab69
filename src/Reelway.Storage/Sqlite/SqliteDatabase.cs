using Microsoft.Data.Sqlite;
using Reelway.Storage.Writing;

namespace Reelway.Storage.Sqlite;

/// <summary>One SQLite file in WAL mode: a writer of its own thread, readers on connections of their own.</summary>
public sealed class SqliteDatabase : IDatabase
{
    private readonly string _path;
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;
    private readonly TimeProvider _clock;

    private SqliteDatabase(string path, SqliteWriter writer, TimeProvider clock)
        => (_path, _readers, _writer, _clock) = (path, new SqliteReaders(ConnectionString(path, SqliteOpenMode.ReadOnly)), writer, clock);

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Sqlite;

    /// <inheritdoc/>
    public long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The version of SQLite that comes with the program.</summary>
    /// <exception cref="StorageException">There is none for this machine.</exception>
    public static Version LibraryVersion => SqliteLibrary.Load();

    /// <summary>Opens the file, making it and its folder when they are missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durability">What a commit waits for. Default <see cref="SqliteDurability.Full"/>.</param>
    /// <param name="clock">The clock of the one process that has the file; null for the system's.</param>
    /// <exception cref="StorageException">It is no database, can't be written, or there is no library for this machine.</exception>
    public static SqliteDatabase Open(string path, SqliteDurability durability = SqliteDurability.Full, TimeProvider? clock = null)
    {
        var full = Path.GetFullPath(path);
        SqliteLibrary.Load();

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var writer = SqliteWriter.Start(full, durability);
            return new SqliteDatabase(full, writer, clock ?? TimeProvider.System);
        }
        catch (SqliteException failure) when (SqliteFaults.Of(failure, full) is { } fault)
        {
            throw fault;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Unusable, $"The folder of the database {full} can't be made: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation)
        => Task.Run(() => ReadHereAsync(read), cancellation);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation)
        => EnqueueAsync<T, SingleWrite<T>>(new SingleWrite<T>(write, cancellation));

    /// <inheritdoc/>
    public Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation)
        => EnqueueAsync<TResult, BulkWrite<TRow, TResult>>(new BulkWrite<TRow, TResult>(bulk, row, cancellation));

    /// <inheritdoc/>
    public IPulse? OpenPulse(TimeSpan patience) => null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The readers first: only a writing connection that closes last folds the write-ahead log back into the file.
        _readers.Dispose();
        await _writer.DisposeAsync();
    }

    internal static string ConnectionString(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,
        // Seconds that a statement waits for a lock of another process (a backup, a curious shell).
        DefaultTimeout = 10,
    }.ToString();

    private Task<T> EnqueueAsync<T, TWrite>(TWrite write)
        where TWrite : Write<T>, IWrite
    {
        if (write.TryBegin() && !_writer.TryEnqueue(write))
        {
            write.Fail(new ObjectDisposedException(nameof(SqliteDatabase), $"The database {_path} is closed."));
        }

        return write.Task;
    }

    private async Task<T> ReadHereAsync<T>(Func<IDbSession, Task<T>> read)
    {
        try
        {
            return await _readers.ReadAsync(read);
        }
        catch (SqliteException failure) when (SqliteFaults.Of(failure, _path) is { } fault)
        {
            throw fault;
        }
    }
}
