using System.Threading.Channels;
using Npgsql;
using Reelway.Storage.Writing;

namespace Reelway.Storage.Postgres;

/// <summary>A PostgreSQL database that many processes share.</summary>
/// <remarks>
/// Rows of a bulk write go through one writer, which commits what is waiting as one transaction. Any other write has a transaction and a
/// connection of its own, since it waits for each of its statements and may wait for another process's lock; the server joins their commits.
/// </remarks>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>The oldest version that will do.</summary>
    public const int OldestMajorVersion = 15;

    /// <summary>Writes with a transaction of their own at once; readers have as many connections again.</summary>
    private const int OwnTransactions = 8;

    private readonly NpgsqlDataSource _pool;
    private readonly TimeProvider? _clock;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresLooks _looks;
    private readonly WriteLane[] _lanes;
    private readonly Channel<WriteLane> _freeLanes = Channel.CreateUnbounded<WriteLane>();
    private readonly Channel<IWrite> _queue = Channel.CreateUnbounded<IWrite>(new() { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly PostgresUrl _url;
    private readonly Task _writer;

    private PostgresDatabase(NpgsqlDataSource pool, PostgresUrl url, TimeProvider? clock)
    {
        (_pool, _clock, _url) = (pool, clock, url);
        _transactions = new PostgresTransactions(pool, url.Where, _closing.Token);
        _looks = new PostgresLooks(_transactions, url.Where);
        var process = Guid.NewGuid().ToString("N");
        _lanes = [.. Enumerable.Range(0, OwnTransactions + 1).Select(i => new WriteLane($"{process}/{i}"))];
        foreach (var lane in _lanes.Skip(1))
        {
            _freeLanes.Writer.TryWrite(lane);
        }

        _writer = Task.Run(CommitGroupsAsync);
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.Postgres;

    /// <inheritdoc/>
    public long NowMs => _clock?.GetUtcNow().ToUnixTimeMilliseconds() ?? _transactions.Clock.NowMs;

    /// <summary>Connects, and checks that the database will do.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="clock">Null for the server's own clock; another one is for tests that move it.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="StorageException">It can't be reached, refuses the user, or is too old.</exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresUrl url, TimeProvider? clock, CancellationToken cancellation)
    {
        var pool = NpgsqlDataSource.Create(PostgresConnections.Settings(url, (2 * OwnTransactions) + 2));
        var database = new PostgresDatabase(pool, url, clock);
        try
        {
            await using var connection = await database._transactions.ConnectAsync(cancellation);
            if (connection.PostgreSqlVersion.Major < OldestMajorVersion)
            {
                throw new StorageException(
                    StorageFault.Unusable, $"The database {url.Where} is PostgreSQL {connection.PostgreSqlVersion}; {OldestMajorVersion} or newer is needed.");
            }

            await database._transactions.HearTheTimeAsync(connection, cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read, CancellationToken cancellation)
        => OnConnectionAsync(
            async connection =>
            {
                // Begun together with the first statement; a snapshot that only reads holds nobody up.
                await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
                return await read(new PostgresReading(connection));
            },
            cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation)
        => OnConnectionAsync(connection => new PostgresReading(connection).QueryAsync<T>(sql, parameters), cancellation);

    private async Task<T> OnConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await _transactions.OnLivingConnectionAsync(read, cancellation);
        }
        catch (Exception failure) when (PostgresFaults.Of(failure, _url.Where) is { } fault && !ReferenceEquals(fault, failure))
        {
            throw fault;
        }
    }

    /// <inheritdoc/>
    public Task<TResult> ReadAsync<TKey, TResult>(IBulkRead<TKey, TResult> bulk, TKey key, CancellationToken cancellation) => _looks.ReadAsync(bulk, key, cancellation);

    /// <inheritdoc/>
    public async Task<T> WriteAsync<T>(Func<IDbSession, Task<T>> write, CancellationToken cancellation)
    {
        var lane = await _freeLanes.Reader.ReadAsync(cancellation);
        try
        {
            return await _transactions.RunAsync(lane, write);
        }
        finally
        {
            _freeLanes.Writer.TryWrite(lane);
        }
    }

    /// <inheritdoc/>
    public Task<TResult> WriteAsync<TRow, TResult>(IBulkWrite<TRow, TResult> bulk, TRow row, CancellationToken cancellation)
    {
        var write = new BulkWrite<TRow, TResult>(bulk, row, cancellation);
        if (write.TryBegin() && !_queue.Writer.TryWrite(write))
        {
            write.Fail(new ObjectDisposedException(nameof(PostgresDatabase), $"The database {_url.Where} is closed."));
        }

        return write.Task;
    }

    /// <inheritdoc/>
    public IPulse? OpenPulse(TimeSpan patience) => new PostgresPulse(_url, patience);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _closing.CancelAsync();
        await _writer;
        await _looks.DisposeAsync();
        await ForgetMarksAsync();
        await _pool.DisposeAsync();
        _closing.Dispose();
    }

    private async Task ForgetMarksAsync()
    {
        if (!Array.Exists(_lanes, lane => lane.HasWritten))
        {
            return;
        }

        try
        {
            await _transactions.ForgetAsync(_lanes);
        }
        catch (Exception gone) when (PostgresFaults.Of(gone, _url.Where) is not null)
        {
            // They stay behind, a few rows, and mean nothing to anybody.
        }
    }

    private async Task CommitGroupsAsync()
    {
        var group = new List<IWrite>(WriteGroup.Largest);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < WriteGroup.Largest && _queue.Reader.TryRead(out var write))
            {
                if (write.TryBegin())
                {
                    group.Add(write);
                }
            }

            await CommitGroupAsync(group);
            group.Clear();
        }
    }

    private async Task CommitGroupAsync(List<IWrite> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        try
        {
            await _transactions.RunAsync(_lanes[0], async session =>
            {
                await new PostgresGathering(session).RunAsync(WriteGroup.BodiesOf(group));
                return true;
            });
        }
        catch (Exception failure) when (group.Count == 1 || failure is StorageException { MayPass: true })
        {
            foreach (var write in group)
            {
                write.Fail(failure);
            }

            return;
        }
        catch (Exception)
        {
            // One of them failed: repeat each alone, so that it fails by itself.
            foreach (var write in group)
            {
                await CommitGroupAsync([write]);
            }

            return;
        }

        foreach (var write in group)
        {
            write.Complete();
        }
    }
}
