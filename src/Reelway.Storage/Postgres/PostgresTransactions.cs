using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>Runs bodies as transactions, and always knows what became of them.</summary>
/// <param name="pool">Where connections come from.</param>
/// <param name="where">Host, port and database, for messages.</param>
/// <param name="closing">The process gives the database up: an outcome that is still unknown then stays so.</param>
internal sealed class PostgresTransactions(NpgsqlDataSource pool, string where, CancellationToken closing)
{
    /// <summary>Repetitions after two transactions got into each other's way.</summary>
    private const int MostCollisions = 10;

    /// <summary>Any number that nothing else in the database locks.</summary>
    private const long MarksLock = 7_335_392_002;

    /// <summary>Marks of processes that died are forgotten after a week.</summary>
    private const long KeptMs = 7 * 24 * 3600 * 1000L;

    private static readonly TimeSpan PauseBetweenQuestions = TimeSpan.FromMilliseconds(200);

    public PostgresClock Clock { get; } = new();

    /// <summary>Repetitions when a connection from the pool turns out to be dead: the server has been restarted since it was used last.</summary>
    private const int MostDeadConnections = 2;

    /// <summary>Runs what has no effect before its end, on another connection when the first one proves dead.</summary>
    public async Task<T> OnLivingConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        for (var dead = 0; ; dead++)
        {
            await using var connection = await ConnectAsync(cancellation);
            try
            {
                return await run(connection);
            }
            catch (Exception failure) when ((failure is not (CommitException or StorageException) && connection.FullState == System.Data.ConnectionState.Broken)
                || failure is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown })
            {
                if (dead >= MostDeadConnections)
                {
                    throw;
                }

                pool.Clear();
            }
        }
    }

    /// <summary>A connection from the pool.</summary>
    /// <exception cref="StorageException">There is none to be had.</exception>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await pool.OpenConnectionAsync(cancellation);
        }
        catch (Exception failure) when (PostgresFaults.Of(failure, where) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Asks the server for its time.</summary>
    public async Task HearTheTimeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT {TransactionOpening.Now}", connection);
        Clock.Hear((long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Runs a body and commits it. When this returns it is durable; when it throws, nothing of it is.</summary>
    /// <param name="lane">Used by nobody else meanwhile.</param>
    public async Task<T> RunAsync<T>(WriteLane lane, Func<PostgresWriting, Task<T>> body)
    {
        for (var collisions = 0; ; collisions++)
        {
            try
            {
                return await OnLivingConnectionAsync(connection => RunOnceAsync(connection, lane, body), CancellationToken.None);
            }
            catch (PostgresException collision) when (PostgresFaults.IsCollision(collision) && collisions < MostCollisions)
            {
                // The server has undone it; the other one is through by now.
            }
            catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable && collisions == 0 && !lane.HasWritten)
            {
                await MakeMarksAsync();
            }
            catch (Exception failure) when (PostgresFaults.Of(failure, where) is { } fault && !ReferenceEquals(fault, failure))
            {
                throw fault;
            }
        }
    }

    /// <summary>Forgets what this process marked, when it is known that nobody asks again.</summary>
    public async Task ForgetAsync(IReadOnlyList<WriteLane> lanes)
    {
        await using var connection = await ConnectAsync(CancellationToken.None);
        await using var command = PostgresCommand.Create(
            connection, $"DELETE FROM write_mark WHERE lane IN @lanes OR at_ms < {TransactionOpening.Now} - {KeptMs}", new { lanes = lanes.Select(lane => lane.Name).ToArray() });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<T> RunOnceAsync<T>(NpgsqlConnection connection, WriteLane lane, Func<PostgresWriting, Task<T>> body)
    {
        var opening = new TransactionOpening(lane, Clock);
        var session = new PostgresWriting(connection, opening);
        var result = await body(session);
        try
        {
            if (session.HasBegun)
            {
                await using var commit = new NpgsqlCommand("COMMIT", connection);
                await commit.ExecuteNonQueryAsync();
            }
        }
        catch (Exception failure) when (failure is not PostgresException { InvariantSeverity: "ERROR" })
        {
            // The connection is gone, and the answer with it.
            if (!await WasCommittedAsync(lane, opening.Number, failure))
            {
                throw new CommitException(failure);
            }
        }

        return result;
    }

    /// <summary>Reads the lane's mark as it is when the lost transaction has come to its end, whichever that was.</summary>
    /// <remarks>
    /// The server could also be asked for a transaction by its number. But one that crashes forgets numbers that had left no trace, and
    /// gives them out again: the answer could be another transaction's.
    /// </remarks>
    private async Task<bool> WasCommittedAsync(WriteLane lane, long number, Exception failure)
    {
        while (true)
        {
            try
            {
                await using var connection = await pool.OpenConnectionAsync(closing);
                // Locked: waits for the lost transaction if the server is still at it.
                await using var command = PostgresCommand.Create(connection, "SELECT n FROM write_mark WHERE lane = @Name FOR UPDATE", new { lane.Name });
                return await command.ExecuteScalarAsync(closing) is long found && found == number;
            }
            catch (Exception unreachable) when (unreachable is NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException)
            {
                // Nothing may go on before this is known: it could be done twice.
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                throw Unknown(failure);
            }

            await PauseAsync(failure);
        }
    }

    private async Task MakeMarksAsync()
    {
        await using var connection = await ConnectAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            $"""
            BEGIN;
            SELECT pg_advisory_xact_lock({MarksLock});
            CREATE TABLE IF NOT EXISTS write_mark(
              lane TEXT COLLATE "C" PRIMARY KEY, n BIGINT NOT NULL, at_ms BIGINT NOT NULL) WITH (fillfactor = 30);
            COMMIT
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task PauseAsync(Exception failure)
    {
        try
        {
            await Task.Delay(PauseBetweenQuestions, closing);
        }
        catch (OperationCanceledException)
        {
            throw Unknown(failure);
        }
    }

    private StorageException Unknown(Exception failure) => new(
        StorageFault.Unreachable, $"The connection to {where} broke during a commit, and whether it was done is not known.", failure);
}

/// <summary>A commit that is known not to have happened.</summary>
internal sealed class CommitException(Exception inner) : Exception(inner.Message, inner);
