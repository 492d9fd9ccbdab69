using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Reelway.Storage.Writing;

namespace Reelway.Storage.Sqlite;

/// <summary>The one writer of a file: takes whatever waits, commits it as one transaction, then lets the callers go on.</summary>
/// <remarks>There is no artificial delay: a lone write commits at once, and while the disk works the next group gathers.</remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<IWrite> _queue = Channel.CreateUnbounded<IWrite>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SqliteWriter(string path, SqliteConnection connection)
        => (_path, _connection, _session) = (path, connection, new SqliteSession(connection));

    /// <summary>Opens the writing connection and starts its thread.</summary>
    public static SqliteWriter Start(string path, SqliteDurability durability)
    {
        var connection = new SqliteConnection(SqliteDatabase.ConnectionString(path, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            SqliteSession.Run(connection, "PRAGMA journal_mode = WAL");
            SqliteSession.Run(connection, $"PRAGMA synchronous = {(durability == SqliteDurability.Full ? "FULL" : "NORMAL")}");
            SqliteSession.Run(connection, "PRAGMA foreign_keys = ON");
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        var writer = new SqliteWriter(path, connection);
        // A thread of its own: SQLite blocks, and a starved thread pool must not hold up commits.
        new Thread(writer.Run) { IsBackground = true, Name = "sqlite-writer" }.Start();
        return writer;
    }

    /// <summary>Queues a write; false when the database is closed.</summary>
    public bool TryEnqueue(IWrite write) => _queue.Writer.TryWrite(write);

    /// <summary>Commits what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<IWrite>(WriteGroup.Largest);
        while (WaitForWork())
        {
            while (group.Count < WriteGroup.Largest && _queue.Reader.TryRead(out var write))
            {
                if (write.TryBegin())
                {
                    group.Add(write);
                }
            }

            CommitGroup(group);
            group.Clear();
        }

        _session.Dispose();
        _connection.Dispose();
        _ended.SetResult();
    }

    // The writer's thread has nothing else to do than to wait here.
    private bool WaitForWork() => _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void CommitGroup(List<IWrite> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        var failure = TryCommit(group);
        if (failure is null)
        {
            group.ForEach(write => write.Complete());
        }
        else if (group.Count == 1)
        {
            group[0].Fail(failure);
        }
        else
        {
            // One of them failed: repeat each alone, so that it fails by itself.
            foreach (var write in group)
            {
                CommitGroup([write]);
            }
        }
    }

    private Exception? TryCommit(List<IWrite> group)
    {
        try
        {
            SqliteSession.Run(_connection, "BEGIN IMMEDIATE");
            Finish(WriteGroup.RunAsync(group, _session));
            SqliteSession.Run(_connection, "COMMIT");
            return null;
        }
        catch (Exception failure)
        {
            RollBack();
            return failure is SqliteException sqlite && SqliteFaults.Of(sqlite, _path) is { } fault ? fault : failure;
        }
    }

    private static void Finish(Task running)
    {
        if (!running.IsCompleted)
        {
            throw new InvalidOperationException("A write used something else than its session. It must not wait for anything outside the database.");
        }

        running.GetAwaiter().GetResult();
    }

    private void RollBack()
    {
        // Some failures (no space, I/O) have rolled back already; asking again is then an error of its own.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteSession.Run(_connection, "ROLLBACK");
        }
    }
}
