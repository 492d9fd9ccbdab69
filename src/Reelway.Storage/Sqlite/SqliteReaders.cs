using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Reelway.Storage.Sqlite;

/// <summary>Connections that read one file, each lent to one reader at a time; their statements stay prepared.</summary>
/// <remarks>The driver's own pool can lend a connection to two at once, who then read in each other's transaction (dotnet/efcore issue 39008).</remarks>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    /// <summary>More than this many readers at once are rare; their connections are closed again.</summary>
    private const int MostIdle = 16;

    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _closed;

    /// <summary>Runs a body in a transaction that sees one state of the file.</summary>
    public async Task<T> ReadAsync<T>(Func<IDbSession, Task<T>> read)
    {
        var reader = _idle.TryTake(out var idle) ? idle : Open();
        var isClean = false;
        try
        {
            SqliteSession.Run(reader.Connection, "BEGIN DEFERRED");
            try
            {
                return await read(reader.Session);
            }
            finally
            {
                SqliteSession.Run(reader.Connection, "ROLLBACK");
                isClean = true;
            }
        }
        finally
        {
            GiveBack(reader, isClean);
        }
    }

    /// <summary>Closes what nobody uses; the others are closed when they come back.</summary>
    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private Reader Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return new Reader(connection, new SqliteSession(connection));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void GiveBack(Reader reader, bool isClean)
    {
        if (!isClean || _idle.Count >= MostIdle)
        {
            reader.Dispose();
            return;
        }

        _idle.Add(reader);
        if (_closed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private sealed record Reader(SqliteConnection Connection, SqliteSession Session) : IDisposable
    {
        public void Dispose()
        {
            Session.Dispose();
            Connection.Dispose();
        }
    }
}
